// What needs no Redis; the rest is in tests/integration/common/redis.
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "services/common/redis/gate.h"
#include "services/common/redis/options.h"
#include "services/common/redis/pool.h"
#include "services/common/redis/reply.h"
#include "tests/support/status_matchers.h"

namespace vigil::redis {
namespace {

TEST(AddressTest, ReadsPathsAndPorts) {
  EXPECT_EQ(ParseAddress("unix:/run/redis.sock")->unix_socket,
            "/run/redis.sock");
  EXPECT_EQ(ParseAddress("db:6380")->host, "db");
  EXPECT_EQ(ParseAddress("db:6380")->port, 6380);
  EXPECT_EQ(ParseAddress("[::1]:1")->host, "::1");
  EXPECT_EQ(ParseAddress("h:65535")->port, 65535);
}

TEST(AddressTest, RefusesAnythingElse) {
  for (const std::string& text :
       {std::string(), std::string("db"), std::string("db:"), std::string(":1"),
        std::string("db:0"), std::string("db:65536"), std::string("db:-1"),
        std::string("db:x"), std::string("[::1:1"), std::string("unix:"),
        "unix:/" + std::string(107, 'x')}) {
    EXPECT_TRUE(
        StatusIs(ParseAddress(text), absl::StatusCode::kInvalidArgument))
        << text;
  }
  EXPECT_TRUE(IsOk(ParseAddress("unix:/" + std::string(106, 'x'))));
}

TEST(RejectionTest, IsSortedByTheWholeFirstWord) {
  for (const char* error : {"LOADING Redis is loading", "BUSY script", "OOM x",
                            "MISCONF x", "NOREPLICAS x", "MASTERDOWN x"}) {
    EXPECT_EQ(RejectionOf(error), Rejection::kRetryLater) << error;
    EXPECT_TRUE(FailsWith(StatusOfRejection(error),
                          absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  }
  EXPECT_EQ(RejectionOf("READONLY You can't write"), Rejection::kReconnect);
  for (const char* error :
       {"BUSYGROUP x", "WRONGTYPE x", "NOPERM x", "ERR x", "", "LOADINGX"}) {
    EXPECT_EQ(RejectionOf(error), Rejection::kBug) << error;
    EXPECT_TRUE(FailsWith(StatusOfRejection(error), absl::StatusCode::kInternal,
                          "STORE_REJECTED"));
  }
}

TEST(ReplyTest, WhatIsNotThereReadsAsNothing) {
  const ReplyView nothing(nullptr);
  EXPECT_TRUE(nothing.IsNil());
  EXPECT_FALSE(nothing.IsError());
  EXPECT_EQ(nothing.integer(), 0);
  EXPECT_EQ(nothing.text(), "");
  EXPECT_EQ(nothing.size(), 0U);
  EXPECT_TRUE(nothing[3][4].IsNil());
}

TEST(GateTest, LetsEverybodyThroughUntilAFailure) {
  Gate gate;
  EXPECT_TRUE(IsOk(gate.Enter()));
  EXPECT_TRUE(IsOk(gate.Enter()));
  gate.Failed();
  EXPECT_TRUE(FailsWith(gate.Enter(), "STORE_UNAVAILABLE"));
}

TEST(GateTest, LetsOneTryAfterThePauseAndAllAfterASuccess) {
  Gate gate;
  gate.Failed();
  const absl::Time deadline = absl::Now() + absl::Seconds(2);
  while (!gate.Enter().ok()) ASSERT_LT(absl::Now(), deadline);
  EXPECT_TRUE(FailsWith(gate.Enter(), "STORE_UNAVAILABLE"));
  gate.Succeeded();
  EXPECT_TRUE(IsOk(gate.Enter()));
  EXPECT_TRUE(IsOk(gate.Enter()));
}

TEST(PoolTest, FailsAtOnceWhileThereIsNoRedis) {
  Pool pool({.unix_socket = "/nonexistent/redis.sock"});
  const absl::Time start = absl::Now();
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(FailsWith(pool.Run({"PING"}), absl::StatusCode::kUnavailable,
                          "STORE_UNAVAILABLE"));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
}

}  // namespace
}  // namespace vigil::redis
