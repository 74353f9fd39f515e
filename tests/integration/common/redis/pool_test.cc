#include "services/common/redis/pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace vigil::redis {
namespace {

TEST(PoolTest, UsesConnectionsAgain) {
  RedisServer server;
  Pool pool(server.options());
  const int64_t first = pool.Run({"CLIENT", "ID"})->integer();
  EXPECT_EQ(pool.Run({"CLIENT", "ID"})->integer(), first);
}

TEST(PoolTest, KeepsEightAtMost) {
  RedisServer server;
  Pool pool(server.options());
  std::vector<std::unique_ptr<Connection>> borrowed;
  for (int i = 0; i < 12; ++i) borrowed.push_back(*pool.Borrow());
  for (auto& connection : borrowed) pool.Return(std::move(connection));
  // Those that were closed are gone a moment later.
  const absl::Time deadline = absl::Now() + absl::Seconds(5);
  size_t clients = 0;
  do {
    const std::string list(pool.Run({"CLIENT", "LIST"})->text());
    clients = std::count(list.begin(), list.end(), '\n');
  } while (clients > 8 && absl::Now() < deadline);
  EXPECT_EQ(clients, 8U);
}

TEST(PoolTest, DropsAllConnectionsWhenOneBreaks) {
  RedisServer server;
  Pool pool(server.options());
  std::vector<std::unique_ptr<Connection>> borrowed;
  for (int i = 0; i < 3; ++i) borrowed.push_back(*pool.Borrow());
  for (auto& connection : borrowed) pool.Return(std::move(connection));
  server.Kill();
  server.Start();
  // The first finds out; the second is a new one.
  EXPECT_TRUE(FailsWith(pool.Run({"PING"}), "OUTCOME_UNKNOWN"));
  EXPECT_TRUE(IsOk(pool.Run({"PING"})));
}

TEST(PoolTest, TheTimeoutHoldsAfterAReconnect) {
  RedisServer server;
  Options options = server.options();
  options.command_timeout = absl::Milliseconds(100);
  Pool pool(options);
  ASSERT_TRUE(IsOk(pool.Run({"PING"})));
  server.Kill();
  server.Start();
  EXPECT_FALSE(pool.Run({"PING"}).ok());
  ASSERT_TRUE(IsOk(pool.Run({"PING"})));
  server.Pause();
  const absl::Time start = absl::Now();
  EXPECT_FALSE(pool.Run({"PING"}).ok());
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  server.Resume();
}

TEST(PoolTest, ManyThreadsGetTheirOwnAnswers) {
  RedisServer server;
  Pool pool(server.options());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, text = std::to_string(i)] {
      for (int j = 0; j < 200; ++j) {
        ASSERT_EQ(pool.Run({"ECHO", text})->text(), text);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace vigil::redis
