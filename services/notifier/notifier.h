#pragma once

#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/client.h"
#include "services/notifier/facts.h"
#include "services/notifier/outbox.h"
#include "services/notifier/reconcile.h"
#include "services/notifier/rules/finding.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/mandate_watch/v1/stream_requests.pb.h"
#include "vigil/membership/v1/watch.pb.h"

namespace vigil::notifier {

struct NotifierOptions {
  RuleOptions rules;
  // How often the rules are asked when nothing changes, because time passes.
  absl::Duration tick = absl::Seconds(30);
};

// The services that the notifier listens to and speaks to; none is owned.
struct Upstreams {
  rpc::Client& membership;
  rpc::Client& mandate_watch;
  rpc::Client& alerts;
};

// Follows membership, mandate_watch and alerts, asks the rules after every
// change and at every tick, and tells alerts what is to be raised and resolved.
//
// It keeps nothing: alerts are raised by key, so that a restart, a replay and a
// second notifier change nothing. Its place in the ledger of membership is the
// revision from which the last alert was derived: entries after that are judged
// one by one, each on its own day, so that a candidacy that was announced and
// withdrawn while nobody looked is told all the same. The rules about mandates,
// which depend on the day more than on entries, are asked about the present
// only. What alerts is told goes out in order, one request at a time, and is
// told again until it is answered. Thread-safe.
class Notifier {
 public:
  Notifier(Upstreams upstreams, const Clock& clock, NotifierOptions options);
  ~Notifier();

  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  void Start();
  void Stop();

  // Whether all three services are followed and everything that holds was said.
  bool IsCurrent() const;

  // Calls `changed` with `IsCurrent()` when it changes, from any thread. Set
  // before `Start`.
  void OnChange(std::function<void(bool)> changed);

 private:
  enum Service { kMembership, kMandateWatch, kAlerts, kServiceCount };

  // The bodies of the threads that follow a service each.
  void FollowMembership();
  void FollowMandateWatch();
  void FollowAlerts();
  template <typename Request, typename Response>
  absl::Status FollowOnce(Service service, rpc::Client& client,
                          const char* method, const Request& request);
  template <typename Response>
  bool Take(Service service, const Response& response);
  void Lose(Service service, const absl::Status& status);
  void Clear(Service service) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes in what a stream says.
  void Fold(const membership::v1::WatchResponse& response)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fold(const mandate_watch::v1::WatchResponse& response)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fold(const alerts::v1::WatchResponse& response)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Judges an entry of membership that was recorded at `time`.
  void JudgeEntry(absl::Time time) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Adds to what alerts is to be told.
  void Queue(std::vector<alerts::v1::ReconcileAlertsRequest> requests)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The revision of membership from which the last alert was derived; 0 if none
  // was.
  absl::StatusOr<int64_t> FindPlace();

  // The body of the thread that asks the rules and tells alerts.
  void Tell();
  void JudgePresent() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasAllFacts() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetCurrent(bool current);
  // Waits that long, or until something happens; false if it is time to stop.
  bool Pause(absl::Duration duration);

  const Upstreams upstreams_;
  const Clock& clock_;
  const NotifierOptions options_;
  std::function<void(bool)> changed_;

  mutable Mutex mutex_;
  CondVar stirred_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool dirty_ ABSL_GUARDED_BY(mutex_) = false;
  bool current_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether the present stream of a service has said something; everything.
  bool heard_[kServiceCount] ABSL_GUARDED_BY(mutex_) = {};
  bool told_[kServiceCount] ABSL_GUARDED_BY(mutex_) = {};
  // Entries of membership up to here are not judged by themselves.
  int64_t place_ ABSL_GUARDED_BY(mutex_) = 0;
  Facts facts_ ABSL_GUARDED_BY(mutex_);
  // The last entry of membership that was judged.
  int64_t judged_ ABSL_GUARDED_BY(mutex_) = 0;
  Outbox outbox_ ABSL_GUARDED_BY(mutex_);

  std::vector<std::thread> threads_;
};

}  // namespace vigil::notifier
