#include <filesystem>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/base/status_macros.h"
#include "tests/benchmark/machine.h"
#include "tests/benchmark/parts.h"
#include "tests/benchmark/sample.h"
#include "tests/benchmark/suite.h"
#include "vigil/alerts/v1/feed_requests.pb.h"
#include "vigil/alerts/v1/subscription_requests.pb.h"
#include "vigil/membership/v1/candidacy_requests.pb.h"

namespace vigil::benchmark {
namespace {

using alerts::v1::AlertUpdate;
using std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr char kElection[] = "bodies/hrc/elections/election-2028";
constexpr char kState[] = "states/prk";
constexpr char kPartnerName[] = "partners/demo";

// Follows a partner's feed and says when what was waited for has come.
// Thread-safe.
class Follower {
 public:
  explicit Follower(std::unique_ptr<rpc::Client> client)
      : client_(std::move(client)), thread_([this] { Follow(); }) {}
  ~Follower() {
    client_->Stop();
    thread_.join();
  }

  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // When the alert of the candidacy was updated so for the `count`th time.
  absl::StatusOr<steady_clock::time_point> WaitFor(AlertUpdate update,
                                                   size_t count) {
    const auto give_up_time = SteadyNow() + std::chrono::seconds(10);
    MutexLock lock(mutex_);
    const auto& times =
        update == alerts::v1::ALERT_UPDATE_RAISED ? raised_ : resolved_;
    while (times.size() < count) {
      if (SteadyNow() > give_up_time) {
        return absl::DeadlineExceededError("no alert came within 10 s");
      }
      changed_.WaitFor(mutex_, absl::Seconds(1));
    }
    return times[count - 1];
  }

 private:
  void Follow() {
    alerts::v1::StreamAlertsRequest request;
    alerts::v1::StreamAlertsResponse message;
    request.set_parent(kPartnerName);
    client_
        ->Stream("vigil.alerts.v1.AlertService/StreamAlerts", request, message,
                 [&] {
                   Take(message.item());
                   return true;
                 })
        .IgnoreError();
  }

  void Take(const alerts::v1::FeedItem& item) {
    const auto now = SteadyNow();
    if (item.alert().election() != kElection ||
        item.alert().states_size() != 1 || item.alert().states(0) != kState) {
      return;
    }
    MutexLock lock(mutex_);
    (item.update() == alerts::v1::ALERT_UPDATE_RAISED ? raised_ : resolved_)
        .push_back(now);
    changed_.NotifyAll();
  }

  const std::unique_ptr<rpc::Client> client_;
  Mutex mutex_;
  CondVar changed_;
  std::vector<steady_clock::time_point> raised_ ABSL_GUARDED_BY(mutex_);
  std::vector<steady_clock::time_point> resolved_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

absl::Status Subscribe(rpc::Client& partner) {
  alerts::v1::CreateSubscriptionRequest request;
  alerts::v1::Subscription created;
  request.set_parent(kPartnerName);
  request.set_subscription_id("benchmark");
  request.mutable_subscription()->set_display_name("Benchmark");
  request.mutable_subscription()->add_states(kState);
  return partner.Call("vigil.alerts.v1.AlertService/CreateSubscription",
                      request, created);
}

type::v1::Source MakeSource() {
  type::v1::Source source;
  source.set_citation("the benchmark; nobody has announced this");
  source.set_confidence(type::v1::CONFIDENCE_INFERRED);
  return source;
}

absl::Status Announce(rpc::Client& editor) {
  membership::v1::CreateCandidacyRequest request;
  membership::v1::Candidacy candidacy;
  request.set_parent(kElection);
  request.mutable_candidacy()->set_state(kState);
  *request.mutable_candidacy()->mutable_source() = MakeSource();
  return editor.Call("vigil.membership.v1.MembershipService/CreateCandidacy",
                     request, candidacy);
}

absl::Status Withdraw(rpc::Client& editor) {
  membership::v1::WithdrawCandidacyRequest request;
  membership::v1::Candidacy candidacy;
  request.set_name(absl::StrCat(kElection, "/candidacies/prk"));
  *request.mutable_source() = MakeSource();
  return editor.Call("vigil.membership.v1.MembershipService/WithdrawCandidacy",
                     request, candidacy);
}

}  // namespace

absl::Status MeasureAlert(const Settings& settings, Report& report) {
  if (!std::filesystem::exists(ProgramDirectory() + "/vigil")) {
    report.Note("alert: not measured, since vigil is not built.");
    return absl::OkStatus();
  }
  VigilSuite suite(settings.directory);
  ShowProgress("alert: starting the suite");
  VIGIL_RETURN_IF_ERROR(suite.Fill(settings.reference));
  VIGIL_ASSIGN_OR_RETURN(const auto editor,
                         suite.Connect("membership", "editor"));
  VIGIL_ASSIGN_OR_RETURN(auto partner, suite.Connect("alerts", "partner-demo"));
  VIGIL_RETURN_IF_ERROR(Subscribe(*partner));
  Follower follower(std::move(partner));

  const Awake awake(settings.awake);
  std::vector<double> written;
  std::vector<double> told;
  for (int i = 0; i < settings.announcements; ++i) {
    if (i % 10 == 0) ShowProgress(absl::StrCat("alert: ", i, " announced"));
    const auto begin_time = SteadyNow();
    VIGIL_RETURN_IF_ERROR(Announce(*editor));
    written.push_back(Milliseconds(SteadyNow() - begin_time).count());
    VIGIL_ASSIGN_OR_RETURN(
        const auto raised,
        follower.WaitFor(alerts::v1::ALERT_UPDATE_RAISED, i + 1));
    told.push_back(Milliseconds(raised - begin_time).count());
    VIGIL_RETURN_IF_ERROR(Withdraw(*editor));
    VIGIL_RETURN_IF_ERROR(
        follower.WaitFor(alerts::v1::ALERT_UPDATE_RESOLVED, i + 1).status());
  }
  for (const auto& [rank, name] : {std::pair(0.5, "p50"), {0.99, "p99"}}) {
    report.Add(
        {.part = "alert",
         .what = absl::StrCat("announcement to alert on a stream, ", name),
         .unit = "ms",
         .value = Quantile(told, rank)});
    report.Add(
        {.part = "alert",
         .what = absl::StrCat("of which until it is acknowledged, ", name),
         .unit = "ms",
         .value = Quantile(written, rank)});
  }
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
