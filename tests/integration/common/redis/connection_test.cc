#include "services/common/redis/connection.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "services/common/redis/function_library.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace vigil::redis {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  std::unique_ptr<Connection> Open() { return *Connection::Open(options_); }

  RedisServer server_;
  Options options_ = server_.options();
};

TEST_F(ConnectionTest, CarriesAnyBytes) {
  const std::unique_ptr<Connection> connection = Open();
  const std::string bytes("a\0\r\n\xff%s", 7);
  ASSERT_TRUE(IsOk(connection->Run({"SET", bytes, bytes})));
  EXPECT_EQ(connection->Run({"GET", bytes})->text(), bytes);
  EXPECT_EQ(connection->Run({"STRLEN", bytes})->integer(), 7);
  EXPECT_TRUE(connection->Run({"GET", ""})->IsNil());
}

TEST_F(ConnectionTest, APipelineAnswersInOrderErrorsIncluded) {
  const std::unique_ptr<Connection> connection = Open();
  const auto replies = connection->Pipeline(
      {{"SET", "k", "1"}, {"LPUSH", "k", "x"}, {"INCR", "k"}});
  ASSERT_TRUE(IsOk(replies));
  ASSERT_EQ(replies->size(), 3U);
  EXPECT_TRUE((*replies)[1].IsError());
  EXPECT_EQ((*replies)[2].integer(), 2);
  EXPECT_TRUE(connection->usable());
}

TEST_F(ConnectionTest, ACommandThatRedisDoesNotTakeIsABug) {
  EXPECT_TRUE(FailsWith(Open()->Run({"NOSUCH"}), absl::StatusCode::kInternal,
                        "STORE_REJECTED"));
}

TEST_F(ConnectionTest, BearsItsName) {
  options_.client_name = "vigil-test";
  EXPECT_EQ(Open()->Run({"CLIENT", "GETNAME"})->text(), "vigil-test");
}

TEST_F(ConnectionTest, AuthenticatesAsAUser) {
  ASSERT_TRUE(IsOk(Open()->Run(
      {"ACL", "SETUSER", "vigil", "on", ">secret", "~*", "+@all"})));
  ASSERT_TRUE(IsOk(Open()->Run({"CONFIG", "SET", "requirepass", "other"})));
  EXPECT_TRUE(FailsWith(Connection::Open(options_), "STORE_UNAVAILABLE"));
  options_.password = "other";
  EXPECT_TRUE(IsOk(Connection::Open(options_)));
  options_.user = "vigil";
  const auto refused = Connection::Open(options_);
  EXPECT_TRUE(FailsWith(refused, "STORE_UNAVAILABLE"));
  EXPECT_EQ(refused.status().message().find("other"), std::string::npos);
  options_.password = "secret";
  EXPECT_EQ((*Connection::Open(options_))->Run({"ACL", "WHOAMI"})->text(),
            "vigil");
}

TEST_F(ConnectionTest, RefusesAReplica) {
  ASSERT_TRUE(IsOk(Open()->Run({"REPLICAOF", "127.0.0.1", "1"})));
  EXPECT_TRUE(FailsWith(Connection::Open(options_), "STORE_UNAVAILABLE"));
}

TEST_F(ConnectionTest, IsDeadAfterATimeout) {
  options_.command_timeout = absl::Milliseconds(100);
  const std::unique_ptr<Connection> connection = Open();
  server_.Pause();
  const absl::Time start = absl::Now();
  EXPECT_TRUE(FailsWith(connection->Run({"INCR", "k"}),
                        absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  server_.Resume();
  // The late answer to INCR is not taken for that to GET.
  EXPECT_FALSE(connection->usable());
  EXPECT_TRUE(FailsWith(connection->Run({"GET", "k"}), "STORE_UNAVAILABLE"));
}

TEST_F(ConnectionTest, ABlockingCommandMayTakeLonger) {
  options_.command_timeout = absl::Milliseconds(200);
  const std::unique_ptr<Connection> connection = Open();
  const Command read = {"XREAD", "BLOCK", "500", "STREAMS", "s", "0-0"};
  EXPECT_TRUE(connection->RunBlocking(read, absl::Milliseconds(500))->IsNil());
  EXPECT_TRUE(IsOk(connection->Run({"PING"})));
}

TEST_F(ConnectionTest, InterruptEndsABlockingCommand) {
  const std::unique_ptr<Connection> connection = Open();
  std::thread other([&] {
    absl::SleepFor(absl::Milliseconds(20));
    connection->Interrupt();
  });
  const Command read = {"XREAD", "BLOCK", "20000", "STREAMS", "s", "0-0"};
  const absl::Time start = absl::Now();
  EXPECT_TRUE(FailsWith(connection->RunBlocking(read, absl::Seconds(20)),
                        "OUTCOME_UNKNOWN"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  other.join();
}

TEST_F(ConnectionTest, PreparesEachConnection) {
  options_.prepare = [](Connection& connection) {
    return connection.Run({"INCR", "opened"}).status();
  };
  Open();
  EXPECT_EQ(Open()->Run({"GET", "opened"})->text(), "2");
}

TEST_F(ConnectionTest, LoadsAFunctionLibraryAndReplacesAnother) {
  constexpr absl::string_view kFirst =
      "#!lua name=test\n"
      "redis.register_function('f', function() return 1 end)";
  constexpr absl::string_view kSecond =
      "#!lua name=test\n"
      "redis.register_function('f', function() return 2 end)";
  const std::unique_ptr<Connection> connection = Open();
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(IsOk(LoadLibrary(*connection, "test", kFirst)));
    EXPECT_EQ(connection->Run({"FCALL", "f", "0"})->integer(), 1);
  }
  ASSERT_TRUE(IsOk(LoadLibrary(*connection, "test", kSecond)));
  EXPECT_EQ(connection->Run({"FCALL", "f", "0"})->integer(), 2);
}

}  // namespace
}  // namespace vigil::redis
