#include "services/common/app/options.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/support/status_matchers.h"

namespace vigil::app {
namespace {

TEST(ServiceOptionsTest, DefaultsAreBelowTheWorkingDirectory) {
  ServiceOptions options("membership");
  ASSERT_TRUE(IsOk(options.Complete()));
  EXPECT_TRUE(absl::StartsWith(options.server.address, "unix:/"));
  EXPECT_TRUE(
      absl::EndsWith(options.server.address, "/data/run/membership.sock"));
}

TEST(ServiceOptionsTest, AbsolutePathsAndPortsStay) {
  ServiceOptions options("membership");
  options.server.address = "127.0.0.1:1";
  options.redis = "unix:/run/redis.sock";
  ASSERT_TRUE(IsOk(options.Complete()));
  EXPECT_EQ(options.server.address, "127.0.0.1:1");
  EXPECT_EQ(options.redis, "unix:/run/redis.sock");
}

TEST(ServiceOptionsTest, UnknownLogLevelIsRefused) {
  ServiceOptions options("membership");
  options.log_level = "loud";
  EXPECT_TRUE(FailsWith(options.Complete(), absl::StatusCode::kInvalidArgument,
                        "FLAG_INVALID"));
}

TEST(ServiceOptionsTest, LedgerBearsTheServicesName) {
  ServiceOptions options("mandate_watch");
  options.redis = "unix:/run/redis.sock";
  const auto ledger = LedgerOptionsOf(options);
  ASSERT_TRUE(IsOk(ledger));
  EXPECT_EQ(ledger->service, "mandate_watch");
  EXPECT_EQ(ledger->redis.client_name, "vigil-mandate-watch");
  EXPECT_EQ(ledger->redis.unix_socket, "/run/redis.sock");
}

TEST(ServiceOptionsTest, WrongAddressOfRedisIsRefused) {
  ServiceOptions options("membership");
  options.redis = "nowhere";
  EXPECT_TRUE(FailsWith(LedgerOptionsOf(options), "FLAG_INVALID"));
}

TEST(ServiceOptionsTest, ClockStartsWhereItIsToldTo) {
  ServiceOptions options("membership");
  options.clock = absl::FromUnixSeconds(1'000'000);
  const absl::Duration passed =
      ClockOf(options)->Now() - absl::FromUnixSeconds(1'000'000);
  EXPECT_GE(passed, absl::ZeroDuration());
  EXPECT_LT(passed, absl::Minutes(1));
}

}  // namespace
}  // namespace vigil::app
