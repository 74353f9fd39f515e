#include "services/common/app/options.h"

#include <unistd.h>

#include <array>
#include <climits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/common/redis/options.h"

namespace vigil::app {
namespace {

absl::Status FlagError(absl::string_view flag, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "FLAG_INVALID",
               absl::StrCat(flag, ": ", problem));
}

// `unix:data/x.sock` is below the working directory.
void MakeAbsolute(std::string& address) {
  absl::string_view path = address;
  if (!absl::ConsumePrefix(&path, "unix:") || absl::StartsWith(path, "/")) {
    return;
  }
  std::array<char, PATH_MAX> directory = {};
  if (getcwd(directory.data(), directory.size()) == nullptr) return;
  address = absl::StrCat("unix:", directory.data(), "/", path);
}

std::optional<LogLevel> LevelOf(absl::string_view name) {
  if (name == "debug") return LogLevel::kDebug;
  if (name == "info") return LogLevel::kInfo;
  if (name == "warning") return LogLevel::kWarning;
  if (name == "error") return LogLevel::kError;
  return std::nullopt;
}

}  // namespace

ServiceOptions::ServiceOptions(const std::string& service) : name(service) {
  server.address = absl::StrCat("unix:data/run/", name, ".sock");
}

void ServiceOptions::AddTo(Flags& flags) {
  constexpr absl::Duration kDay = absl::Hours(24);
  flags.Group("Serving");
  flags.Add("--listen", &server.address,
            "Where to listen: unix:PATH or 127.0.0.1:PORT.");
  flags.Add("--allow-untrusted-network", &server.allow_untrusted_network,
            "Allow --listen to face a network. gRPC can be stalled by whoever "
            "can connect: put a proxy in front instead.");
  flags.Add("--max-call-time", &server.max_unary_time, absl::Seconds(1), kDay,
            "The longest that a call may take, whatever its deadline.");
  flags.Add("--heartbeat", &server.heartbeat_interval, absl::Milliseconds(100),
            kDay, "How long a stream may be silent.");
  flags.Add("--max-streams", &server.max_streams, 1, 1'000'000,
            "How many streams may be open; each costs about 20 KB.");
  flags.Add("--grace-period", &grace_period, absl::ZeroDuration(), kDay,
            "How long calls may take to finish after SIGTERM.");
  flags.Add("--reflection", &server.reflection,
            "Describe the RPCs to whoever asks.");

  flags.Group("Identity");
  flags.Add("--principals", &principals,
            "The file of those who may call; read again on SIGHUP.");
  flags.Add("--principals-key", &principals_key,
            "The key of the hashes in it; mode 0600.");
  flags.Add("--token-file", &token_file,
            "The token that this service calls others with; mode 0600.");

  flags.Group("Watching it");
  flags.Add("--metrics-address", &metrics_address,
            "Where to serve metrics to Prometheus, e.g. 127.0.0.1:9464; "
            "empty: nowhere.");
  flags.Add("--log-level", &log_level, "debug, info, warning or error.");
  flags.Add("--log-calls", &server.log_calls, "Log calls that succeed, too.");
  flags.Add("--clock", &clock,
            "Start with this time instead of the machine's, and run on from "
            "there.");
}

void ServiceOptions::AddLedgerTo(Flags& flags) {
  flags.Group("Ledger");
  flags.Add("--redis", &redis, "Redis 7: unix:PATH or HOST:PORT.");
  flags.Add("--redis-user", &redis_user, "Whom to log in as; empty: nobody.");
  flags.Add("--redis-password-file", &redis_password_file,
            "The file of the password; mode 0600.");
  flags.Add("--min-replicas", &min_replicas, 0, 10,
            "A write counts only when so many replicas of Redis have it, too.");
  flags.Add("--retention", &replica.retention, absl::Minutes(1),
            absl::Hours(24 * 36'500),
            "How long entries that a snapshot covers are kept.");
  flags.Add("--store-patience", &replica.store_patience,
            absl::Milliseconds(100), absl::Minutes(1),
            "How long a write waits for a Redis that is away.");
}

absl::Status ServiceOptions::Complete() {
  MakeAbsolute(server.address);
  MakeAbsolute(redis);
  const std::optional<LogLevel> level = LevelOf(log_level);
  if (!level.has_value()) {
    return FlagError("--log-level", "use debug, info, warning or error");
  }
  SetLogLevel(*level);
  return absl::OkStatus();
}

std::unique_ptr<Clock> ClockOf(const ServiceOptions& options) {
  if (options.clock.has_value()) {
    return std::make_unique<OffsetClock>(*options.clock);
  }
  return std::make_unique<SystemClock>();
}

absl::StatusOr<ledger::RedisLedgerOptions> LedgerOptionsOf(
    const ServiceOptions& options) {
  ledger::RedisLedgerOptions ledger;
  absl::StatusOr<redis::Options> redis = redis::ParseAddress(options.redis);
  if (!redis.ok()) return FlagError("--redis", redis.status().message());
  ledger.redis = *std::move(redis);
  ledger.redis.user = options.redis_user;
  if (!options.redis_password_file.empty()) {
    VIGIL_ASSIGN_OR_RETURN(
        ledger.redis.password,
        identity::ReadTokenFile(options.redis_password_file));
  }
  ledger.redis.client_name =
      absl::StrCat("vigil-", absl::StrReplaceAll(options.name, {{"_", "-"}}));
  ledger.service = options.name;
  ledger.min_replicas = options.min_replicas;
  return ledger;
}

}  // namespace vigil::app
