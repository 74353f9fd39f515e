#include "services/notifier/notifier.h"

#include <algorithm>
#include <utility>

#include "services/common/api/dates.h"
#include "services/common/base/backoff.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/notifier/rules/alert_text.h"

namespace vigil::notifier {
namespace {

constexpr const char* kServiceNames[] = {"membership", "mandate_watch",
                                         "alerts"};
constexpr const char* kWatchMembership =
    "vigil.membership.v1.MembershipService/Watch";
constexpr const char* kWatchMandates =
    "vigil.mandate_watch.v1.MandateWatchService/Watch";
constexpr const char* kWatchAlerts = "vigil.alerts.v1.AlertService/Watch";
constexpr const char* kListAlerts = "vigil.alerts.v1.AlertService/ListAlerts";
constexpr const char* kReconcile =
    "vigil.alerts.v1.AlertService/ReconcileAlerts";

// Whether the same request may well succeed later.
bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsAborted(status) || absl::IsResourceExhausted(status) ||
         absl::IsUnauthenticated(status);
}

}  // namespace

Notifier::Notifier(Upstreams upstreams, const Clock& clock,
                   NotifierOptions options)
    : upstreams_(upstreams), clock_(clock), options_(std::move(options)) {}

Notifier::~Notifier() { Stop(); }

void Notifier::OnChange(std::function<void(bool)> changed) {
  changed_ = std::move(changed);
}

void Notifier::Start() {
  threads_.emplace_back([this] { FollowMembership(); });
  threads_.emplace_back([this] { FollowMandateWatch(); });
  threads_.emplace_back([this] { FollowAlerts(); });
  threads_.emplace_back([this] { Tell(); });
}

void Notifier::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    stirred_.NotifyAll();
  }
  upstreams_.membership.Stop();
  upstreams_.mandate_watch.Stop();
  upstreams_.alerts.Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool Notifier::IsCurrent() const {
  MutexLock lock(mutex_);
  return current_;
}

// The whole ledger is folded, and what is after the place is judged. Where the
// ledger is trimmed, or no alert says where the place is, it is the present
// that counts.
void Notifier::FollowMembership() {
  Backoff backoff;
  bool from_present = false;
  do {
    const absl::StatusOr<int64_t> place = FindPlace();
    if (!place.ok()) {
      Lose(kMembership, place.status());
      continue;
    }
    membership::v1::WatchRequest request;
    request.set_initial_state(from_present || *place == 0);
    {
      MutexLock lock(mutex_);
      place_ = std::max(*place, judged_);
    }
    const absl::Status status =
        FollowOnce<membership::v1::WatchRequest, membership::v1::WatchResponse>(
            kMembership, upstreams_.membership, kWatchMembership, request);
    from_present = ReasonOf(status) == "REVISION_TRIMMED";
    Lose(kMembership, status);
  } while (Pause(backoff.Next()));
}

void Notifier::FollowMandateWatch() {
  Backoff backoff;
  mandate_watch::v1::WatchRequest request;
  request.set_initial_state(true);
  do {
    Lose(kMandateWatch,
         FollowOnce<mandate_watch::v1::WatchRequest,
                    mandate_watch::v1::WatchResponse>(
             kMandateWatch, upstreams_.mandate_watch, kWatchMandates, request));
  } while (Pause(backoff.Next()));
}

void Notifier::FollowAlerts() {
  Backoff backoff;
  alerts::v1::WatchRequest request;
  request.set_initial_state(true);
  do {
    Lose(kAlerts,
         FollowOnce<alerts::v1::WatchRequest, alerts::v1::WatchResponse>(
             kAlerts, upstreams_.alerts, kWatchAlerts, request));
  } while (Pause(backoff.Next()));
}

template <typename Request, typename Response>
absl::Status Notifier::FollowOnce(Service service, rpc::Client& client,
                                  const char* method, const Request& request) {
  Response response;
  return client.Stream(method, request, response,
                       [&] { return Take(service, response); });
}

// The first message of a stream clears what was known; the first one that is
// neither of the initial state nor behind the head says that this is complete.
template <typename Response>
bool Notifier::Take(Service service, const Response& response) {
  MutexLock lock(mutex_);
  // Entries are judged against what was said.
  while (service == kMembership && !told_[kAlerts] && !stopping_) {
    stirred_.Wait(mutex_);
  }
  if (stopping_) return false;
  if (!heard_[service]) Clear(service);
  heard_[service] = true;
  Fold(response);
  const bool complete =
      told_[service] ||
      (!response.initial() && response.revision() >= response.head_revision());
  if (!response.events().empty() || complete != told_[service]) {
    if (service == kAlerts && !told_[service]) {
      for (const auto& request : outbox_.waiting()) facts_.Expect(request);
    }
    told_[service] = complete;
    dirty_ = true;
    stirred_.NotifyAll();
  }
  return true;
}

void Notifier::Lose(Service service, const absl::Status& status) {
  {
    MutexLock lock(mutex_);
    if (stopping_) return;
    if (heard_[service]) {
      LogWarning(
          "lost a service that is followed; trying again",
          {{"service", kServiceNames[service]}, {"status", status.ToString()}});
    }
    heard_[service] = false;
    told_[service] = false;
  }
  SetCurrent(false);
}

void Notifier::Clear(Service service) {
  switch (service) {
    case kMembership:
      return facts_.ClearMembership();
    case kMandateWatch:
      return facts_.ClearMandateWatch();
    default:
      outbox_.ForgetTold();
      return facts_.ClearAlerts();
  }
}

void Notifier::Fold(const membership::v1::WatchResponse& response) {
  // A ledger that has gone back numbers its entries anew.
  if (response.head_revision() < judged_) place_ = judged_ = 0;
  for (const auto& event : response.events()) facts_.Apply(event);
  facts_.membership_revision = response.revision();
  if (response.initial() || response.events().empty()) return;
  if (response.revision() > place_) {
    JudgeEntry(api::TimeOf(response.record_time()));
  }
}

void Notifier::Fold(const mandate_watch::v1::WatchResponse& response) {
  for (const auto& event : response.events()) facts_.Apply(event);
  facts_.mandate_watch_revision = response.revision();
}

void Notifier::Fold(const alerts::v1::WatchResponse& response) {
  for (const alerts::v1::Event& event : response.events()) {
    if (response.initial() || !outbox_.IsOurs(event.alert_updated())) {
      facts_.Apply(event);
    }
  }
}

void Notifier::JudgeEntry(absl::Time time) {
  const absl::CivilDay day = std::min(DayOf(time), DayOf(clock_.Now()));
  Queue(Reconcile(facts_, FindInMembership(facts_, options_.rules, day)));
  judged_ = facts_.membership_revision;
}

void Notifier::Queue(std::vector<alerts::v1::ReconcileAlertsRequest> requests) {
  for (alerts::v1::ReconcileAlertsRequest& request : requests) {
    facts_.Expect(request);
    outbox_.Push(std::move(request));
  }
}

absl::StatusOr<int64_t> Notifier::FindPlace() {
  alerts::v1::ListAlertsRequest request;
  request.set_page_size(1000);  // Those raised last.
  request.set_score_threshold(101);
  alerts::v1::ListAlertsResponse response;
  VIGIL_RETURN_IF_ERROR(upstreams_.alerts.Call(kListAlerts, request, response));
  int64_t place = 0;
  for (const Alert& alert : response.alerts()) {
    for (const alerts::v1::Derivation& derivation : alert.derivations()) {
      if (derivation.service() == kMembershipService) {
        place = std::max(place, derivation.revision());
      }
    }
  }
  return place;
}

bool Notifier::HasAllFacts() const {
  return told_[kMembership] && told_[kMandateWatch] && told_[kAlerts];
}

void Notifier::JudgePresent() {
  const absl::CivilDay today = DayOf(clock_.Now());
  Queue(Reconcile(facts_, FindInMembership(facts_, options_.rules, today)));
  Queue(Reconcile(facts_, FindInMandateWatch(facts_, options_.rules, today)));
}

void Notifier::Tell() {
  Backoff backoff;
  for (;;) {
    alerts::v1::ReconcileAlertsRequest request;
    bool nothing_left = false;
    {
      MutexLock lock(mutex_);
      if (!stopping_ && outbox_.empty() && !(dirty_ && HasAllFacts())) {
        stirred_.WaitFor(mutex_, options_.tick);
      }
      if (stopping_) return;
      if (outbox_.empty()) {
        if (!HasAllFacts()) continue;
        dirty_ = false;
        // The streams wait for the few milliseconds that the rules take.
        JudgePresent();
        nothing_left = outbox_.empty();
      }
      if (!nothing_left) request = outbox_.waiting().front();
    }
    if (nothing_left) {
      SetCurrent(true);
      continue;
    }
    alerts::v1::ReconcileAlertsResponse response;
    const absl::Status status =
        upstreams_.alerts.Call(kReconcile, request, response);
    if (status.ok()) {
      // It comes back on the stream of alerts, and then nothing is left.
      LogInfo("told alerts", {{"raises", request.raises_size()},
                              {"resolutions", request.resolutions_size()}});
      backoff.Reset();
    } else {
      LogWarning("alerts cannot be told; trying again",
                 {{"status", status.ToString()}});
      SetCurrent(false);
      if (!Pause(backoff.Next())) return;
    }
    // What the service refuses for good must not stand in the way; the present
    // is judged again and says it anew.
    MutexLock lock(mutex_);
    if (status.ok()) {
      outbox_.Answered(response);
      dirty_ = true;
    } else if (!IsPassing(status)) {
      outbox_.Drop();
    }
  }
}

void Notifier::SetCurrent(bool current) {
  {
    MutexLock lock(mutex_);
    if (current_ == current) return;
    current_ = current;
  }
  if (changed_) changed_(current);
}

bool Notifier::Pause(absl::Duration duration) {
  MutexLock lock(mutex_);
  if (!stopping_) stirred_.WaitFor(mutex_, duration);
  return !stopping_;
}

}  // namespace vigil::notifier
