// What only a real Redis can do to a ledger.
#include "services/common/ledger/redis_ledger.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/random.h"
#include "services/common/redis/connection.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace vigil::ledger {
namespace {

constexpr absl::string_view kKey = "vigil:{test}:ledger";

Entry EntryWith(const std::string& id, const std::string& previous = "") {
  Entry entry;
  entry.set_id(id);
  entry.set_previous_id(previous);
  entry.add_events("x");
  return entry;
}

class RedisLedgerTest : public testing::Test {
 protected:
  RedisLedgerOptions Options() const {
    RedisLedgerOptions options{.redis = server_.options(), .service = "test"};
    options.redis.command_timeout = absl::Milliseconds(200);
    return options;
  }

  std::unique_ptr<redis::Connection> Open() {
    return *redis::Connection::Open(server_.options());
  }

  RedisServer server_{true};
};

TEST_F(RedisLedgerTest, HasTheKeysAndFieldsItPromises) {
  RedisLedger ledger(Options());
  const Entry entry = EntryWith("id");
  ASSERT_TRUE(IsOk(ledger.Append({entry}, 0)));
  const auto stored = Open()->Run({"XRANGE", kKey, "-", "+"});
  ASSERT_EQ(stored->size(), 1U);
  EXPECT_EQ((*stored)[0][0].text(), "1-0");
  EXPECT_EQ((*stored)[0][1][0].text(), "i");
  EXPECT_EQ((*stored)[0][1][1].text(), "id");
  EXPECT_EQ((*stored)[0][1][2].text(), "e");
  EXPECT_EQ((*stored)[0][1][3].text(), entry.SerializeAsString());
}

TEST_F(RedisLedgerTest, AnAppendThatStallsIsDoneOnceWhenAskedAgain) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(IsOk(ledger.Append({EntryWith("a")}, 0)));
  server_.Pause();
  EXPECT_TRUE(FailsWith(ledger.Append({EntryWith("b", "a")}, 1),
                        absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  server_.Resume();
  absl::StatusOr<int64_t> again;
  do {
    again = ledger.Append({EntryWith("b", "a")}, 1);
  } while (StatusIs(again, absl::StatusCode::kUnavailable));
  EXPECT_EQ(*again, 2);
  EXPECT_EQ(ledger.GetExtent()->last, 2);
}

TEST_F(RedisLedgerTest, FindsItsEntriesAfterRedisWasKilled) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(IsOk(ledger.Append({EntryWith("a")}, 0)));
  server_.Kill();
  EXPECT_TRUE(FailsWith(ledger.GetExtent(), "STORE_UNAVAILABLE"));
  EXPECT_TRUE(
      FailsWith(ledger.Append({EntryWith("b", "a")}, 1), "STORE_UNAVAILABLE"));
  server_.Start();
  absl::StatusOr<Extent> extent;
  do {
    extent = ledger.GetExtent();
  } while (!extent.ok());
  EXPECT_EQ(extent->last, 1);
  EXPECT_EQ(extent->last_id, "a");
}

TEST_F(RedisLedgerTest, LoadsItsFunctionsAgainWhenTheyAreGone) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(IsOk(ledger.Append({EntryWith("a")}, 0)));
  ASSERT_TRUE(IsOk(Open()->Run({"FUNCTION", "FLUSH"})));
  EXPECT_TRUE(
      FailsWith(ledger.Append({EntryWith("b", "a")}, 1), "STORE_UNAVAILABLE"));
  EXPECT_EQ(*ledger.Append({EntryWith("b", "a")}, 1), 2);
}

TEST_F(RedisLedgerTest, TellsBytesThatAreNoEntry) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(
      IsOk(Open()->Run({"XADD", kKey, "1-0", "i", "id", "e", "\xff\xff"})));
  EXPECT_TRUE(FailsWith(ledger.Read(0, 1, absl::ZeroDuration()),
                        absl::StatusCode::kDataLoss, "LEDGER_UNREADABLE"));
}

TEST_F(RedisLedgerTest, TellsAKeyThatIsNoLedger) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(IsOk(Open()->Run({"SET", kKey, "x"})));
  EXPECT_TRUE(FailsWith(ledger.Append({EntryWith("a")}, 0),
                        absl::StatusCode::kInternal, "STORE_REJECTED"));
  EXPECT_FALSE(ledger.GetExtent().ok());
}

TEST_F(RedisLedgerTest, RefusesWritesWhenRedisIsFull) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(IsOk(ledger.Append({EntryWith("a")}, 0)));
  ASSERT_TRUE(IsOk(Open()->Run({"CONFIG", "SET", "maxmemory", "1"})));
  EXPECT_TRUE(FailsWith(ledger.Append({EntryWith("b", "a")}, 1),
                        absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(ledger.Read(0, 10, absl::ZeroDuration())->size(), 1U);
}

TEST_F(RedisLedgerTest, ASnapshotThatWasNeverFinishedIsNotSeenAndExpires) {
  RedisLedger ledger(Options());
  ASSERT_TRUE(IsOk(ledger.Append({EntryWith("a")}, 0)));
  ASSERT_TRUE(IsOk(
      ledger.SaveSnapshot({.revision = 1, .entry_id = "a", .chunks = {"x"}})));
  const auto connection = Open();
  EXPECT_EQ(connection->Run({"KEYS", "*staged*"})->size(), 0U);
  EXPECT_EQ(connection->Run({"TTL", "vigil:{test}:snapshot"})->integer(), -1);
}

TEST_F(RedisLedgerTest, NeedsNoMoreRightsThanThese) {
  ASSERT_TRUE(IsOk(Open()->Run(
      {"ACL",      "SETUSER",         "vigil",          "on",
       ">secret",  "~vigil:{test}:*", "+auth",          "+client|setname",
       "+role",    "+function|list",  "+function|load", "+fcall",
       "+xread",   "+xrange",         "+xrevrange",     "+xinfo|stream",
       "+xadd",    "+xtrim",          "+xsetid",        "+exists",
       "+hset",    "+hget",           "+hmget",         "+expire",
       "+persist", "+unlink",         "+rename",        "+wait"})));
  RedisLedgerOptions options = Options();
  options.redis.user = "vigil";
  options.redis.password = "secret";
  RedisLedger ledger(options);
  EXPECT_EQ(*ledger.Append({EntryWith("a")}, 0), 1);
  EXPECT_EQ(*ledger.Append({EntryWith("a")}, 0), 1);
  EXPECT_EQ(*ledger.Append({EntryWith("b", "a")}, 1), 2);
  EXPECT_EQ(*ledger.Append({EntryWith("a")}, 0), 1);
  EXPECT_TRUE(IsOk(ledger.Read(0, 1, absl::Milliseconds(1))));
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(IsOk(ledger.SaveSnapshot(
        {.revision = 1 + i, .entry_id = i == 0 ? "a" : "b", .chunks = {"x"}})));
  }
  EXPECT_TRUE(IsOk(ledger.LoadSnapshot()));
  EXPECT_TRUE(IsOk(ledger.Trim(3)));
  EXPECT_TRUE(IsOk(ledger.GetExtent()));
}

TEST_F(RedisLedgerTest, AnAppendCountsOnlyWhenReplicasHaveIt) {
  RedisLedgerOptions options = Options();
  options.min_replicas = 1;
  options.replica_timeout = absl::Milliseconds(50);
  RedisLedger ledger(options);
  EXPECT_TRUE(FailsWith(ledger.Append({EntryWith("a")}, 0), "OUTCOME_UNKNOWN"));

  const std::string port = absl::StrCat(20000 + RandomBelow(10000));
  ASSERT_TRUE(IsOk(Open()->Run({"CONFIG", "SET", "port", port})));
  ASSERT_TRUE(
      IsOk(Open()->Run({"CONFIG", "SET", "repl-diskless-sync-delay", "0"})));
  RedisServer replica;
  const auto connection = *redis::Connection::Open(replica.options());
  ASSERT_TRUE(IsOk(connection->Run({"REPLICAOF", "127.0.0.1", port})));
  const absl::Time deadline = absl::Now() + absl::Seconds(15);
  absl::StatusOr<int64_t> again;
  do {
    again = ledger.Append({EntryWith("a")}, 0);
  } while (!again.ok() && absl::Now() < deadline);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(*again, 1);
  EXPECT_EQ(connection->Run({"XLEN", kKey})->integer(), 1);
}

}  // namespace
}  // namespace vigil::ledger
