#include "tests/benchmark/redis.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/redis/connection.h"

namespace vigil::benchmark {

Redis::Redis(const std::string& directory)
    : scratch_(directory),
      socket_(absl::StrCat(scratch_.path(), "/redis.sock")),
      process_({"redis-server", "--port", "0", "--unixsocket", socket_,
                "--save", "", "--appendonly", "yes", "--appendfsync", "always",
                "--auto-aof-rewrite-percentage", "0", "--maxmemory-policy",
                "noeviction", "--dir", scratch_.path()},
               absl::StrCat(scratch_.path(), "/log")) {}

absl::Status Redis::WaitUntilServing() {
  const absl::Time give_up_time = absl::Now() + absl::Seconds(10);
  while (!redis::Connection::Open(options()).ok()) {
    if (absl::Now() > give_up_time || !process_.IsRunning()) {
      return absl::UnavailableError("redis-server does not start");
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
