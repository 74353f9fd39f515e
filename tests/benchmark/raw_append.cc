#include "tests/benchmark/raw_append.h"

#include <hiredis/hiredis.h>

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "services/common/base/clock.h"

namespace vigil::benchmark {
namespace {

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
};

// Adds until the time is over; how often, or -1.
int64_t AddUntil(const std::string& socket, const std::string& entry,
                 std::chrono::steady_clock::time_point end_time) {
  const std::unique_ptr<redisContext, Free> context(
      redisConnectUnix(socket.c_str()));
  if (context == nullptr || context->err != 0) return -1;
  const std::array<const char*, 7> words = {
      "XADD", "raw", "*", "i", "0123456789abcdef", "e", entry.data()};
  const std::array<size_t, 7> sizes = {4, 3, 1, 1, 16, 1, entry.size()};
  int64_t count = 0;
  while (SteadyNow() < end_time) {
    auto* const reply = static_cast<redisReply*>(
        redisCommandArgv(context.get(), words.size(),
                         const_cast<const char**>(words.data()), sizes.data()));
    const bool added = reply != nullptr && reply->type == REDIS_REPLY_STRING;
    if (reply != nullptr) freeReplyObject(reply);
    if (!added) return -1;
    ++count;
  }
  return count;
}

}  // namespace

absl::StatusOr<double> RawAppendsPerSecond(const std::string& socket,
                                           int writers,
                                           const std::string& entry,
                                           absl::Duration duration) {
  const auto end_time = SteadyNow() + absl::ToChronoNanoseconds(duration);
  std::atomic<int64_t> count = 0;
  std::atomic<bool> failed = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < writers; ++i) {
    threads.emplace_back([&] {
      const int64_t added = AddUntil(socket, entry, end_time);
      if (added < 0) failed.store(true);
      count.fetch_add(added);
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failed) return absl::InternalError("a plain XADD failed");
  return static_cast<double>(count.load()) / absl::ToDoubleSeconds(duration);
}

}  // namespace vigil::benchmark
