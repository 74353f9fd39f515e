#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/app/flags.h"
#include "services/common/base/clock.h"
#include "services/common/base/log.h"
#include "services/common/ledger/redis_ledger.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/server.h"

namespace vigil::app {

// What every service can be told on its command line. The defaults are those
// of an installation in `./data`.
struct ServiceOptions {
  explicit ServiceOptions(const std::string& name);

  std::string name;
  std::string principals = "data/principals.json";
  std::string principals_key = "data/principals.key";
  std::string token_file;
  std::string metrics_address;
  std::string log_level = "info";
  std::optional<absl::Time> clock;
  absl::Duration grace_period = absl::Seconds(10);
  rpc::ServerOptions server;

  std::string redis = "unix:data/run/redis.sock";
  std::string redis_user;
  std::string redis_password_file;
  int min_replicas = 0;
  ledger::ReplicaOptions replica;

  // Adds the flags of every service, and those of one with a ledger.
  void AddTo(Flags& flags);
  void AddLedgerTo(Flags& flags);

  // Checks and completes what was read: paths of sockets become absolute.
  // `INVALID_ARGUMENT` says which flag is wrong.
  absl::Status Complete();
};

// The clock that `--clock` asks for.
std::unique_ptr<Clock> ClockOf(const ServiceOptions& options);

// Where the ledger is. `INVALID_ARGUMENT`; errors of `ReadTokenFile` for the
// password.
absl::StatusOr<ledger::RedisLedgerOptions> LedgerOptionsOf(
    const ServiceOptions& options);

}  // namespace vigil::app
