#include "services/common/app/service_main.h"

#include <atomic>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/app/readiness.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/directory.h"
#include "services/common/identity/files.h"
#include "services/common/ledger/redis_ledger.h"
#include "services/common/rpc/health.h"
#include "services/common/rpc/server.h"
#include "services/common/rpc/signals.h"

namespace vigil::app {
namespace {

constexpr int kFailed = 1;

// Turns what a worker says into health, and the first good news into READY=1.
class Announcer {
 public:
  explicit Announcer(rpc::Health& health) : health_(health) {}

  void Say(bool serving) {
    health_.SetServing(serving);
    if (serving && !announced_.exchange(true)) NotifyStarter("READY=1");
  }

 private:
  rpc::Health& health_;
  std::atomic<bool> announced_ = false;
};

absl::string_view NameOf(ledger::ReplicaState state) {
  switch (state) {
    case ledger::ReplicaState::kStarting:
      return "starting";
    case ledger::ReplicaState::kServing:
      return "serving";
    case ledger::ReplicaState::kStoreAway:
      return "store away";
    case ledger::ReplicaState::kDiverged:
      return "diverged";
    case ledger::ReplicaState::kUnreadable:
      return "unreadable";
    case ledger::ReplicaState::kStopped:
      return "stopped";
  }
  return "unknown";
}

class ReplicaWorker final : public Worker {
 public:
  ReplicaWorker(ledger::ReplicaCore& core,
                std::unique_ptr<ledger::Ledger> ledger,
                std::shared_ptr<void> replica)
      : ledger_(std::move(ledger)), replica_(std::move(replica)), core_(core) {}

  void Start(std::function<void(bool)> serving) override {
    core_.OnStateChange(
        [serving = std::move(serving)](ledger::ReplicaState state) {
          LogInfo("ledger", {{"state", NameOf(state)}});
          serving(state == ledger::ReplicaState::kServing);
        });
    core_.Start();
  }

  void Stop() override {
    core_.Stop();
    ledger_->Stop();
  }

 private:
  std::unique_ptr<ledger::Ledger> ledger_;
  std::shared_ptr<void> replica_;
  ledger::ReplicaCore& core_;
};

void Reload(identity::Directory& directory, rpc::Server& server) {
  const absl::Status reloaded = directory.Reload();
  if (reloaded.ok()) {
    server.RecheckCallers();
    LogInfo("read the file of principals again");
  } else {
    LogError("kept the principals as they were",
             {{"error", reloaded.message()}});
  }
}

// `vigil-mandate-watch` of `mandate_watch`.
std::string ProgramName(const std::string& service) {
  return absl::StrCat("vigil-", absl::StrReplaceAll(service, {{"_", "-"}}));
}

}  // namespace

ServiceMain::ServiceMain(const std::string& name, const std::string& summary)
    : options_(name), flags_(ProgramName(name), summary) {
  rpc::HoldStopSignals();
  options_.AddTo(flags_);
  flags_.Group(absl::StrCat("Only of ", name));
}

ServiceMain::~ServiceMain() = default;

int ServiceMain::RunWorker(
    int argc, const char* const* argv,
    const std::function<
        absl::StatusOr<std::unique_ptr<Worker>>(const Environment&)>& make) {
  return Run(argc, argv,
             [&](const Environment& environment) -> absl::StatusOr<Parts> {
               Parts parts;
               VIGIL_ASSIGN_OR_RETURN(parts.worker, make(environment));
               return parts;
             });
}

int ServiceMain::Run(int argc, const char* const* argv, const MakeParts& make) {
  if (const std::optional<int> code = flags_.Parse(argc, argv)) return *code;
  const absl::Status status = Serve(make);
  if (status.ok()) return 0;
  std::cerr << ProgramName(options_.name) << ": " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : kFailed;
}

absl::Status ServiceMain::Serve(const MakeParts& make) {
  VIGIL_RETURN_IF_ERROR(options_.Complete());
  const std::unique_ptr<Clock> clock = ClockOf(options_);
  std::string token;
  if (!options_.token_file.empty()) {
    VIGIL_ASSIGN_OR_RETURN(token, identity::ReadTokenFile(options_.token_file));
  }
  VIGIL_ASSIGN_OR_RETURN(
      const std::unique_ptr<identity::Directory> directory,
      identity::Directory::Open(options_.principals, options_.principals_key));

  rpc::Metrics metrics;
  rpc::Health health;
  Announcer announcer(health);
  VIGIL_ASSIGN_OR_RETURN(
      const Parts parts,
      make({.clock = *clock, .token = token, .metrics = metrics}));
  std::vector<const rpc::Surface*> surfaces;
  for (const rpc::Surface& surface : parts.surfaces) {
    surfaces.push_back(&surface);
  }
  VIGIL_ASSIGN_OR_RETURN(const std::unique_ptr<rpc::Server> server,
                         rpc::Server::Start(options_.server, *directory,
                                            surfaces, health, metrics));
  if (!options_.metrics_address.empty()) {
    VIGIL_RETURN_IF_ERROR(metrics.Serve(options_.metrics_address));
  }
  LogInfo("listening", {{"address", server->address()}});
  parts.worker->Start([&announcer](bool serving) { announcer.Say(serving); });

  const int signal = rpc::WaitForStop([&] { Reload(*directory, *server); });
  LogInfo("stopping", {{"signal", signal}});
  NotifyStarter("STOPPING=1");
  server->Stop(options_.grace_period);
  metrics.StopServing();
  parts.worker->Stop();
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ledger::Ledger>> ServiceMain::OpenLedger() {
  VIGIL_ASSIGN_OR_RETURN(ledger::RedisLedgerOptions options,
                         LedgerOptionsOf(options_));
  return std::make_unique<ledger::RedisLedger>(std::move(options));
}

std::unique_ptr<Worker> ServiceMain::FollowReplica(
    ledger::ReplicaCore& core, std::unique_ptr<ledger::Ledger> ledger,
    std::shared_ptr<void> replica, rpc::Metrics& metrics) {
  metrics.AddGauge("vigil_ledger_revision", "The revision of the model.",
                   [&core] { return static_cast<double>(core.revision()); });
  metrics.AddGauge(
      "vigil_ledger_head_revision", "The last revision heard of.",
      [&core] { return static_cast<double>(core.head_revision()); });
  metrics.AddGauge(
      "vigil_ledger_state",
      "0 starting, 1 serving, 2 store away, 3 diverged, 4 unreadable, "
      "5 stopped.",
      [&core] { return static_cast<double>(core.state()); });
  return std::make_unique<ReplicaWorker>(core, std::move(ledger),
                                         std::move(replica));
}

}  // namespace vigil::app
