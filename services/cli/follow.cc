#include "services/cli/follow.h"

#include <poll.h>

#include <optional>
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

// Stops a client after some time, unless this object is gone by then.
class Watchdog {
 public:
  Watchdog(rpc::Client& client, absl::Duration timeout)
      : client_(client), timeout_(timeout), thread_([this] { Wait(); }) {}
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

 private:
  void Wait() {
    const auto start = SteadyNow();
    MutexLock lock(mutex_);
    while (!is_over_) {
      const absl::Duration left =
          timeout_ - absl::FromChrono(SteadyNow() - start);
      if (left <= absl::ZeroDuration()) return client_.Stop();
      changed_.WaitFor(mutex_, left);
    }
  }

  rpc::Client& client_;
  const absl::Duration timeout_;
  Mutex mutex_;
  CondVar changed_;
  bool is_over_ ABSL_GUARDED_BY(mutex_) = false;
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
  VIGIL_ASSIGN_OR_RETURN(rpc::Client* const client,
                         session.ClientFor(kAsPartner, kStreamAlerts));
  std::optional<Watchdog> watchdog;
  if (options.timeout < absl::InfiniteDuration()) {
    watchdog.emplace(*client, options.timeout);
  }
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
        client->Stream(kStreamAlerts, request, response, received);
    if (is_done || !gap.ok()) return gap;
    if (ReasonOf(status) == "CLIENT_STOPPED") {
      return NoAlertError(options.timeout);
    }
    if (!status.ok() && !IsWorthAnotherTry(status)) return status;
    if (!is_away) {
      Output::Say(absl::StrCat("the connection is lost; trying again after ",
                               request.after_sequence()));
    }
    is_away = true;
    poll(nullptr, 0,
         static_cast<int>(absl::ToInt64Milliseconds(backoff.Next())));
  }
}

}  // namespace vigil::cli
