#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/app/flags.h"
#include "services/common/app/options.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/metrics.h"
#include "services/common/rpc/surface.h"

namespace vigil::app {

// What a service is built from besides its own flags.
struct Environment {
  const Clock& clock;
  // From --token-file, for calls to other services; may be empty.
  const std::string& token;
  rpc::Metrics& metrics;
};

// What runs beside the RPCs, in threads of its own.
class Worker {
 public:
  virtual ~Worker() = default;

  // Begins. `serving` is called, from any thread, when it has become true or
  // false that the worker does its work; health shows it. May be called before
  // `Start` returns.
  virtual void Start(std::function<void(bool)> serving) = 0;

  // Ends; blocks until it has.
  virtual void Stop() = 0;
};

// The program of a service: flags → ledger → replica → surfaces → server, until
// SIGTERM. `main` is this, and nothing else:
//
//   int main(int argc, char** argv) {
//     vigil::app::ServiceMain service("membership", "Keeps who sits where.");
//     return service.RunOnLedger<Model>(
//         argc, argv, [](Replica<Model>& replica, const Environment& given) {
//           auto rpcs = std::make_shared<MembershipService>(replica,
//                                                           given.clock);
//           return std::vector<rpc::Surface>{MembershipService::Surface(rpcs)};
//         });
//   }
//
// It exits with 0 after SIGTERM, 2 for a mistake in the flags, 1 if it cannot
// run; the reason is one line on standard error. Whoever set NOTIFY_SOCKET
// hears `READY=1` when it serves for the first time. SIGHUP reads the file of
// principals again.
class ServiceMain {
 public:
  // Must be made first thing in `main`: it holds signals back from threads.
  ServiceMain(const std::string& name, const std::string& summary);
  ~ServiceMain();

  ServiceMain(const ServiceMain&) = delete;
  ServiceMain& operator=(const ServiceMain&) = delete;

  // For flags of its own.
  Flags& flags() { return flags_; }

  // Runs a service that owns data. `make(replica, environment)` returns its
  // surfaces, a `std::vector<rpc::Surface>`, which own what they call. The
  // process serves, and says so, while the replica reads and writes.
  template <typename Model, typename Make>
  int RunOnLedger(int argc, const char* const* argv, Make make) {
    options_.AddLedgerTo(flags_);
    Model model;
    return Run(
        argc, argv,
        [&](const Environment& environment) -> absl::StatusOr<Parts> {
          absl::StatusOr<std::unique_ptr<ledger::Ledger>> ledger = OpenLedger();
          if (!ledger.ok()) return ledger.status();
          auto replica = std::make_unique<ledger::Replica<Model>>(
              **ledger, model, environment.clock, options_.replica);
          Parts parts;
          parts.surfaces = make(*replica, environment);
          ledger::ReplicaCore& core = replica->core();
          parts.worker = FollowReplica(
              core, *std::move(ledger),
              std::shared_ptr<void>(std::move(replica)), environment.metrics);
          return parts;
        });
  }

  // Runs a service without data: a worker, beside health and metrics.
  int RunWorker(int argc, const char* const* argv,
                const std::function<absl::StatusOr<std::unique_ptr<Worker>>(
                    const Environment&)>& make);

 private:
  struct Parts {
    std::unique_ptr<Worker> worker;
    // Go first: what they call may have threads that ask the worker's replica.
    std::vector<rpc::Surface> surfaces;
  };
  using MakeParts = std::function<absl::StatusOr<Parts>(const Environment&)>;

  int Run(int argc, const char* const* argv, const MakeParts& make);
  absl::Status Serve(const MakeParts& make);
  absl::StatusOr<std::unique_ptr<ledger::Ledger>> OpenLedger();
  // A worker that owns the replica and its ledger, and works while it serves.
  static std::unique_ptr<Worker> FollowReplica(
      ledger::ReplicaCore& core, std::unique_ptr<ledger::Ledger> ledger,
      std::shared_ptr<void> replica, rpc::Metrics& metrics);

  ServiceOptions options_;
  Flags flags_;
};

}  // namespace vigil::app
