#include "services/cli/follow.h"

#include <poll.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/base/backoff.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/mutex.h"
#include "services/common/base/status_macros.h"
#include "vigil/alerts/v1/feed_requests.pb.h"

namespace vigil::cli {
namespace {

constexpr absl::string_view kStreamAlerts =
    "vigil.alerts.v1.AlertService/StreamAlerts";

absl::Status GapError(int64_t expected, int64_t received) {
  return Error(
      absl::StatusCode::kDataLoss, "FEED_GAP",
      absl::StrCat("the feed went on with ", received, " instead of ", expected,
                   "; follow it again with --after ", expected - 1));
}

// Stops the client that is watched when time is up.
class Watchdog {
 public:
  explicit Watchdog(absl::Duration timeout)
      : timeout_(timeout), thread_([this] { Wait(); }) {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog() {
    {
      MutexLock lock(mutex_);
      is_over_ = true;
      changed_.NotifyAll();
    }
    thread_.join();
  }

  bool TimeIsUp() {
    MutexLock lock(mutex_);
    return time_is_up_;
  }

  // `client` is used until the next call, or the end; null: none is.
  void Watch(rpc::Client* client) {
    MutexLock lock(mutex_);
    client_ = client;
    if (time_is_up_ && client_ != nullptr) client_->Stop();
  }

 private:
  void Wait() {
    const auto start = SteadyNow();
    MutexLock lock(mutex_);
    while (!is_over_ && !time_is_up_) {
      const absl::Duration left =
          timeout_ - absl::FromChrono(SteadyNow() - start);
      time_is_up_ = left <= absl::ZeroDuration();
      if (!time_is_up_) changed_.WaitFor(mutex_, left);
    }
    if (time_is_up_ && client_ != nullptr) client_->Stop();
  }

  const absl::Duration timeout_;
  Mutex mutex_;
  CondVar changed_;
  bool is_over_ ABSL_GUARDED_BY(mutex_) = false;
  bool time_is_up_ ABSL_GUARDED_BY(mutex_) = false;
  rpc::Client* client_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;  // The last: it uses the others.
};

absl::Status NoAlertError(absl::Duration timeout) {
  return Error(absl::StatusCode::kDeadlineExceeded, "NO_ALERT",
               absl::StrCat("no such alert came within ",
                            absl::FormatDuration(timeout)));
}

}  // namespace

bool IsWorthAnotherTry(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kResourceExhausted:
      return true;
    default:
      // Without details it is not the server that says so, but the connection.
      return FieldViolationsOf(status).empty() && MetadataOf(status).empty() &&
             status.code() == absl::StatusCode::kInternal;
  }
}

absl::Status Follow(
    Session& session, FollowOptions options,
    const std::function<bool(const alerts::v1::FeedItem&)>& take) {
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(5));
  bool is_away = false;
  bool is_done = false;
  absl::Status gap;
  alerts::v1::StreamAlertsRequest request;
  alerts::v1::StreamAlertsResponse response;
  request.set_parent(options.parent);
  request.set_after_sequence(options.after_sequence);
  VIGIL_ASSIGN_OR_RETURN(rpc::Client * client,
                         session.ClientFor(kAsPartner, kStreamAlerts));
  Watchdog watchdog(options.timeout);
  watchdog.Watch(client);
  const auto received = [&] {
    if (is_away) Output::Say("connected again");
    is_away = false;
    backoff.Reset();
    if (!response.has_item()) return true;
    const int64_t expected = request.after_sequence() + 1;
    if (response.item().sequence() != expected) {
      gap = GapError(expected, response.item().sequence());
      return false;
    }
    request.set_after_sequence(expected);
    is_done = !take(response.item());
    return !is_done;
  };
  while (true) {
    const absl::Status status =
        client == nullptr
            ? absl::UnavailableError("nobody listens")
            : client->Stream(kStreamAlerts, request, response, received);
    if (is_done || !gap.ok()) return gap;
    if (watchdog.TimeIsUp()) return NoAlertError(options.timeout);
    if (!status.ok() && !IsWorthAnotherTry(status)) return status;
    if (!is_away) {
      Output::Say(absl::StrCat("the connection is lost; trying again after ",
                               request.after_sequence()));
    }
    is_away = true;
    poll(nullptr, 0,
         static_cast<int>(absl::ToInt64Milliseconds(backoff.Next())));
    // A new connection, which remembers no failures.
    watchdog.Watch(nullptr);
    const absl::StatusOr<rpc::Client*> renewed =
        session.RenewClient(kAsPartner, kStreamAlerts);
    if (!renewed.ok() && ReasonOf(renewed.status()) != "NOT_RUNNING") {
      return renewed.status();
    }
    client = renewed.ok() ? *renewed : nullptr;
    watchdog.Watch(client);
  }
}

}  // namespace vigil::cli
