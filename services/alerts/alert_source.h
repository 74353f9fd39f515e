#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "services/alerts/feed_hub.h"
#include "services/alerts/feed_name.h"
#include "services/alerts/feed_walk.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/source.h"

namespace vigil::alerts {

// The items of a feed after a sequence, as they are there or come: what
// `StreamAlerts` sends. Remembers places of items only, at most 1,024.
class AlertSource final : public rpc::Source {
 public:
  // Checks that the feed has come to `after_sequence`, and that what follows is
  // kept. A partner that has never subscribed has an empty feed.
  static absl::StatusOr<std::unique_ptr<rpc::Source>> Open(
      ledger::Replica<Model>& replica, FeedHub& hub, const FeedName& name,
      int64_t after_sequence);

  AlertSource(ledger::Replica<Model>& replica, FeedHub& hub, FeedName name,
              int64_t after_sequence);
  ~AlertSource() override;

  absl::StatusOr<Next> Pull(google::protobuf::Message& message,
                            std::function<void()> wake) override;
  void Heartbeat(google::protobuf::Message& message) override;
  absl::Status Farewell() override;

 private:
  absl::StatusOr<Next> PullFrom(const Model& model,
                                google::protobuf::Message& message,
                                std::function<void()> wake);
  // Finds the feed, first or again; an error if it is not the same.
  absl::StatusOr<std::optional<FeedPlace>> FindFeed(const Model& model);

  ledger::Replica<Model>& replica_;
  FeedHub& hub_;
  const FeedName name_;
  const std::string feed_name_;
  int64_t sequence_;  // The last one sent.
  std::deque<FeedStep> steps_;
  int64_t epoch_ = -1;
  int64_t create_revision_ = 0;
};

}  // namespace vigil::alerts
