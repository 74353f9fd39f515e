#pragma once

#include <memory>

#include "services/alerts/feed_hub.h"
#include "services/alerts/model.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/surface.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/feed_requests.pb.h"

namespace vigil::alerts {

// `vigil.alerts.v1.AlertService`, as documented there. Thread-safe.
class AlertService {
 public:
  // Neither argument is owned.
  AlertService(ledger::Replica<Model>& replica, const Clock& clock)
      : replica_(replica), hub_(replica, clock) {}

  // The table of its methods, which share `service`.
  static rpc::Surface Surface(const std::shared_ptr<AlertService>& service);

 private:
  static void AddSubscriptions(rpc::Surface& surface,
                               const std::shared_ptr<AlertService>& service);
  static void AddSubscriptionWrites(
      rpc::Surface& surface, const std::shared_ptr<AlertService>& service);
  static void AddAlertWrites(rpc::Surface& surface,
                             const std::shared_ptr<AlertService>& service);
  static void AddAlerts(rpc::Surface& surface,
                        const std::shared_ptr<AlertService>& service);
  static void AddFeeds(rpc::Surface& surface,
                       const std::shared_ptr<AlertService>& service);

  absl::Status GetFeedStatus(const v1::GetFeedStatusRequest& request,
                             v1::FeedStatus& response);
  // Adds what this server knows of a feed's streams.
  void AddDeliveries(v1::FeedStatus& status) const;
  absl::StatusOr<std::unique_ptr<rpc::Source>> Stream(
      const v1::StreamAlertsRequest& request);
  absl::StatusOr<std::unique_ptr<rpc::Source>> Watch(
      const v1::WatchRequest& request);

  ledger::Replica<Model>& replica_;
  FeedHub hub_;
};

}  // namespace vigil::alerts
