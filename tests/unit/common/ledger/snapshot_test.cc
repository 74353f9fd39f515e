#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_replica.h"

namespace vigil::ledger {
namespace {

class SnapshotTest : public testing::Test {
 protected:
  static ReplicaOptions Every(int64_t interval) {
    ReplicaOptions options;
    options.snapshot_interval = interval;
    options.retention = absl::Hours(1);
    return options;
  }

  // Runs a replica that writes up to `revision` and stops in good order.
  void RunTo(int64_t revision, int64_t interval = 1000) {
    WordReplica replica(store_, clock_, Every(interval));
    ASSERT_TRUE(replica.StartServing());
    while (replica.core().revision() < revision) {
      const std::string word = absl::StrCat(replica.core().revision() + 1);
      ASSERT_TRUE(IsOk(replica.Commit(
          {.actor = "a", .request_id = word, .digest = "d"}, word)));
    }
  }

  int64_t SavedRevision() {
    const auto snapshot = MemoryLedger(store_).LoadSnapshot();
    return snapshot.ok() && snapshot->has_value() ? (*snapshot)->revision : 0;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  MemoryStore store_;
};

TEST_F(SnapshotTest, IsSavedAfterSoManyEntries) {
  WordReplica replica(store_, clock_, Every(5));
  ASSERT_TRUE(replica.StartServing());
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(IsOk(replica.Commit({}, "x")));
  EXPECT_EQ(SavedRevision(), 0);
  ASSERT_TRUE(IsOk(replica.Commit({}, "x")));
  EXPECT_TRUE(Eventually([&] { return SavedRevision() == 5; }));
}

TEST_F(SnapshotTest, IsSavedAtAnOrderlyStop) {
  RunTo(3);
  EXPECT_EQ(SavedRevision(), 3);
}

TEST_F(SnapshotTest, TheNextStartGoesOnFromIt) {
  RunTo(3);
  ASSERT_TRUE(IsOk(MemoryLedger(store_).Trim(4)));
  WordReplica replica(store_, clock_);
  ASSERT_TRUE(replica.StartServing());
  const Words expected = {"1", "2", "3"};
  EXPECT_EQ(replica.words(), expected);
  EXPECT_EQ(replica.Commit({}, "4")->revision, 4);
}

TEST_F(SnapshotTest, RemembersRequests) {
  RunTo(3);
  WordReplica replica(store_, clock_);
  ASSERT_TRUE(replica.StartServing());
  const auto again =
      replica.Commit({.actor = "a", .request_id = "2", .digest = "d"}, "x");
  ASSERT_TRUE(IsOk(again));
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->answer, "2");
  EXPECT_EQ(again->revision, 2);
}

TEST_F(SnapshotTest, IsPassedOverWhenItIsFromAnotherHistory) {
  RunTo(5);
  for (const Snapshot& foreign :
       {Snapshot{.revision = 9, .entry_id = "x", .chunks = {"0", "9"}},
        Snapshot{.revision = 4, .entry_id = "x", .chunks = {"0", "4"}}}) {
    store_.PutSnapshot(foreign);
    WordReplica replica(store_, clock_);
    ASSERT_TRUE(replica.StartServing());
    const Words expected = {"1", "2", "3", "4", "5"};
    EXPECT_EQ(replica.words(), expected);
    replica.core().Stop();
    EXPECT_EQ(SavedRevision(), 5);
  }
}

TEST_F(SnapshotTest, IsPassedOverWhenTheNextEntryDoesNotFollowIt) {
  RunTo(5);
  const Snapshot foreign{.revision = 0, .entry_id = "x", .chunks = {"0", "0"}};
  store_.PutSnapshot(foreign);
  WordReplica replica(store_, clock_);
  ASSERT_TRUE(replica.StartServing());
  EXPECT_EQ(replica.words().size(), 5U);
}

TEST_F(SnapshotTest, IsPassedOverWhenTheModelCannotRestoreIt) {
  RunTo(4);
  Snapshot unreadable = **MemoryLedger(store_).LoadSnapshot();
  for (const std::vector<std::string>& chunks :
       {std::vector<std::string>{}, {"nonsense"}, {"0"}, {"7", "x"}}) {
    unreadable.chunks = chunks;
    store_.PutSnapshot(unreadable);
    WordReplica replica(store_, clock_);
    ASSERT_TRUE(replica.StartServing());
    EXPECT_EQ(replica.words().size(), 4U);
  }
}

TEST_F(SnapshotTest, TrimsOnlyWhatIsOlderThanTheRetention) {
  RunTo(5);
  clock_.Advance(absl::Hours(1) + absl::Seconds(1));
  RunTo(8);
  const auto extent = MemoryLedger(store_).GetExtent();
  ASSERT_TRUE(IsOk(extent));
  EXPECT_EQ(extent->first, 6);
  EXPECT_EQ(extent->last, 8);
}

TEST_F(SnapshotTest, NeverTrimsItsOwnEntry) {
  RunTo(5);
  clock_.Advance(absl::Hours(2));
  RunTo(6);
  clock_.Advance(absl::Hours(2));
  RunTo(7);
  EXPECT_EQ(MemoryLedger(store_).GetExtent()->first, 7);
}

TEST_F(SnapshotTest, AStartWithoutTheFirstEntriesAndSnapshotIsRefused) {
  RunTo(3);
  MemoryLedger ledger(store_);
  ASSERT_TRUE(IsOk(ledger.Trim(3)));
  store_.DropSnapshots();
  WordReplica replica(store_, clock_);
  replica.core().Start();
  EXPECT_TRUE(Eventually(
      [&] { return replica.core().state() == ReplicaState::kUnreadable; }));
}

}  // namespace
}  // namespace vigil::ledger
