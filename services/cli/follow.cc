#include "services/cli/follow.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

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

// So that it is a number of milliseconds.
constexpr absl::Duration kLongestPoll = absl::Hours(1);

absl::Status GapError(int64_t expected, int64_t received) {
  return Error(
      absl::StatusCode::kDataLoss, "FEED_GAP",
      absl::StrCat("the feed went on with ", received, " instead of ", expected,
                   "; follow it again with --after ", expected - 1));
}

absl::Status NoAlertError(absl::Duration timeout) {
  return Error(absl::StatusCode::kDeadlineExceeded, "NO_ALERT",
               absl::StrCat("no such alert came within ",
                            absl::FormatDuration(timeout)));
}

// Stops the client that is watched when there is no use in going on: time is
// up, or the reader has gone.
class Watchdog {
 public:
  Watchdog(absl::Duration timeout, int output)
      : timeout_(timeout), output_(output), thread_([this] { Wait(); }) {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog() {
    eventfd_write(over_, 1);
    thread_.join();
    close(over_);
  }

  // OK, or why there is no use.
  absl::Status Verdict() {
    MutexLock lock(mutex_);
    return verdict_;
  }

  // `client` is used until the next call, or the end; null: none is.
  void Watch(rpc::Client* client) {
    MutexLock lock(mutex_);
    client_ = client;
    if (!verdict_.ok() && client_ != nullptr) client_->Stop();
  }

 private:
  void Wait() {
    const auto start = SteadyNow();
    pollfd files[] = {{.fd = over_, .events = POLLIN, .revents = 0},
                      {.fd = output_, .events = 0, .revents = 0}};
    absl::Duration left = timeout_;
    // A file says without being asked that its reader has gone.
    while (poll(files, 2, ToMillis(left)) <= 0) {
      left = timeout_ - absl::FromChrono(SteadyNow() - start);
      if (left <= absl::ZeroDuration()) return Stop(NoAlertError(timeout_));
    }
    if (files[0].revents == 0) Stop(OutputClosedError());
  }

  static int ToMillis(absl::Duration left) {
    return static_cast<int>(absl::ToInt64Milliseconds(
        absl::Ceil(std::min(left, kLongestPoll), absl::Milliseconds(1))));
  }

  void Stop(const absl::Status& verdict) {
    MutexLock lock(mutex_);
    verdict_ = verdict;
    if (client_ != nullptr) client_->Stop();
  }

  const absl::Duration timeout_;
  const int output_;
  const int over_ = eventfd(0, EFD_CLOEXEC);
  Mutex mutex_;
  absl::Status verdict_ ABSL_GUARDED_BY(mutex_);
  rpc::Client* client_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;  // The last: it uses the others.
};

// One feed that is followed, over as many connections as it takes.
class Follower {
 public:
  Follower(Session& session, const FollowOptions& options,
           const std::function<bool(const alerts::v1::FeedItem&)>& take)
      : session_(session),
        take_(take),
        watchdog_(options.timeout, options.output) {
    request_.set_parent(options.parent);
    request_.set_after_sequence(options.after_sequence);
  }

  absl::Status Run() {
    VIGIL_ASSIGN_OR_RETURN(client_,
                           session_.ClientFor(kAsPartner, kStreamAlerts));
    watchdog_.Watch(client_);
    while (true) {
      absl::Status status = StreamOnce();
      if (is_done_ || !gap_.ok()) return gap_;
      VIGIL_RETURN_IF_ERROR(watchdog_.Verdict());
      if (!status.ok() && !IsWorthAnotherTry(status)) return status;
      VIGIL_RETURN_IF_ERROR(Return());
    }
  }

 private:
  absl::Status StreamOnce() {
    if (client_ == nullptr) return absl::UnavailableError("nobody listens");
    return client_->Stream(kStreamAlerts, request_, response_,
                           [this] { return Take(); });
  }

  // Takes a message; returns whether more are wanted.
  bool Take() {
    if (std::exchange(is_away_, false)) Output::Say("connected again");
    backoff_.Reset();
    if (!response_.has_item()) return true;
    const int64_t expected = request_.after_sequence() + 1;
    if (response_.item().sequence() != expected) {
      gap_ = GapError(expected, response_.item().sequence());
      return false;
    }
    request_.set_after_sequence(expected);
    is_done_ = !take_(response_.item());
    return !is_done_;
  }

  // Waits, and comes back over a new connection, which remembers no failures.
  absl::Status Return() {
    if (!std::exchange(is_away_, true)) {
      Output::Say(absl::StrCat("the connection is lost; trying again after ",
                               request_.after_sequence()));
    }
    poll(nullptr, 0,
         static_cast<int>(absl::ToInt64Milliseconds(backoff_.Next())));
    watchdog_.Watch(nullptr);
    const absl::StatusOr<rpc::Client*> renewed =
        session_.RenewClient(kAsPartner, kStreamAlerts);
    if (!renewed.ok() && ReasonOf(renewed.status()) != "NOT_RUNNING") {
      return renewed.status();
    }
    client_ = renewed.ok() ? *renewed : nullptr;
    watchdog_.Watch(client_);
    return absl::OkStatus();
  }

  Session& session_;
  const std::function<bool(const alerts::v1::FeedItem&)>& take_;
  Watchdog watchdog_;
  Backoff backoff_{absl::Milliseconds(100), absl::Seconds(5)};
  rpc::Client* client_ = nullptr;
  alerts::v1::StreamAlertsRequest request_;
  alerts::v1::StreamAlertsResponse response_;
  bool is_away_ = false;
  bool is_done_ = false;
  absl::Status gap_;
};

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
    Session& session, const FollowOptions& options,
    const std::function<bool(const alerts::v1::FeedItem&)>& take) {
  return Follower(session, options, take).Run();
}

}  // namespace vigil::cli
