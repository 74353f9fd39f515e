#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_replica.h"

namespace vigil::ledger {
namespace {

class WatchTest : public testing::Test {
 protected:
  static ReplicaOptions Forgetful() {
    ReplicaOptions options;
    options.recent_entries = 10;
    return options;
  }

  void SetUp() override { ASSERT_TRUE(one_.StartServing()); }

  void CommitTo(int64_t revision) {
    while (one_.core().revision() < revision) {
      ASSERT_TRUE(
          IsOk(one_.Commit({}, absl::StrCat(one_.core().revision() + 1))));
    }
  }

  // The next entry, waited for.
  static absl::StatusOr<Record> Next(Watcher& watcher) {
    while (true) {
      auto woken = std::make_shared<std::atomic<bool>>(false);
      absl::StatusOr<std::optional<Record>> record =
          watcher.Next([woken] { *woken = true; });
      if (!record.ok()) return record.status();
      if (record->has_value()) return **record;
      if (!Eventually([&] { return woken->load(); })) {
        return absl::DeadlineExceededError("not woken");
      }
    }
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  MemoryStore store_;
  WordReplica one_{store_, clock_, Forgetful()};
};

TEST_F(WatchTest, GivesEachEntryOnceInOrder) {
  CommitTo(3);
  const std::unique_ptr<Watcher> watcher = one_.core().Watch(1);
  EXPECT_EQ(Next(*watcher)->revision, 2);
  const auto record = Next(*watcher);
  ASSERT_TRUE(IsOk(record));
  EXPECT_EQ(record->revision, 3);
  EXPECT_EQ(record->entry.events(0), "3");
  EXPECT_EQ(watcher->revision(), 3);
}

TEST_F(WatchTest, WakesOnceWhenThereIsMore) {
  const std::unique_ptr<Watcher> watcher = one_.core().Watch(0);
  std::atomic<int> woken = 0;
  EXPECT_FALSE(watcher->Next([&] { ++woken; })->has_value());
  CommitTo(2);
  EXPECT_TRUE(Eventually([&] { return woken == 1; }));
  EXPECT_EQ(Next(*watcher)->revision, 1);
  EXPECT_EQ(woken, 1);
}

TEST_F(WatchTest, ReadsWhatIsNoLongerInMemoryFromTheLedger) {
  CommitTo(100);
  const std::unique_ptr<Watcher> watcher = one_.core().Watch(0);
  for (int i = 1; i <= 100; ++i) {
    const auto record = Next(*watcher);
    ASSERT_TRUE(IsOk(record));
    ASSERT_EQ(record->revision, i);
    ASSERT_EQ(record->entry.events(0), absl::StrCat(i));
  }
}

TEST_F(WatchTest, DoesNotAskTheLedgerInTheCallersThread) {
  CommitTo(100);
  const std::unique_ptr<Watcher> watcher = one_.core().Watch(0);
  store_.SetAway(true);
  std::atomic<bool> woken = false;
  const auto record = watcher->Next([&] { woken = true; });
  ASSERT_TRUE(IsOk(record));
  EXPECT_FALSE(record->has_value());
  EXPECT_FALSE(woken);
  store_.SetAway(false);
  EXPECT_TRUE(Eventually([&] { return woken.load(); }));
  EXPECT_EQ(Next(*watcher)->revision, 1);
}

TEST_F(WatchTest, TellsTheEarliestRevisionWhenTheNextIsTrimmed) {
  CommitTo(100);
  const Entry last =
      one_.ledger().Read(99, 1, absl::ZeroDuration())->at(0).entry;
  ASSERT_TRUE(IsOk(one_.ledger().SaveSnapshot(
      {.revision = 100, .entry_id = last.id(), .chunks = {"0", "100"}})));
  ASSERT_TRUE(IsOk(one_.ledger().Trim(50)));

  const auto trimmed = Next(*one_.core().Watch(48));
  EXPECT_TRUE(
      FailsWith(trimmed, absl::StatusCode::kOutOfRange, "REVISION_TRIMMED"));
  EXPECT_EQ(MetadataOf(trimmed.status())["earliest_revision"], "50");
  EXPECT_EQ(Next(*one_.core().Watch(49))->revision, 50);
}

TEST_F(WatchTest, RefusesARevisionThatDoesNotExist) {
  CommitTo(3);
  EXPECT_TRUE(IsOk(one_.core().Watch(3)->Next([] {})));
  const auto refused = one_.core().Watch(4)->Next([] {});
  EXPECT_TRUE(
      FailsWith(refused, absl::StatusCode::kOutOfRange, "REVISION_IN_FUTURE"));
  EXPECT_EQ(MetadataOf(refused.status())["head_revision"], "3");
}

TEST_F(WatchTest, EndsWithTheLastRevisionWhenTheReplicaStops) {
  CommitTo(2);
  const std::unique_ptr<Watcher> watcher = one_.core().Watch(0);
  ASSERT_TRUE(IsOk(Next(*watcher)));
  one_.core().Stop();
  const auto ended = Next(*watcher);
  EXPECT_TRUE(FailsWith(ended, absl::StatusCode::kUnavailable, "STOPPING"));
  EXPECT_EQ(MetadataOf(ended.status())["last_revision"], "1");
}

TEST_F(WatchTest, EndsWhenTheStoreHasGoneBack) {
  CommitTo(5);
  const std::unique_ptr<Watcher> watcher = one_.core().Watch(5);
  store_.Rewind(3);
  const auto ended = Next(*watcher);
  EXPECT_TRUE(
      FailsWith(ended, absl::StatusCode::kUnavailable, "LEDGER_DIVERGED"));
  EXPECT_EQ(MetadataOf(ended.status())["last_revision"], "5");
  // One made now sees the history that holds.
  ASSERT_TRUE(Eventually(
      [&] { return one_.core().state() == ReplicaState::kServing; }));
  EXPECT_EQ(Next(*one_.core().Watch(2))->revision, 3);
}

TEST_F(WatchTest, TenThousandWatchersGetEverything) {
  constexpr int kWatchers = 10'000;
  std::vector<std::unique_ptr<Watcher>> watchers;
  std::atomic<int> woken = 0;
  for (int i = 0; i < kWatchers; ++i) {
    watchers.push_back(one_.core().Watch(0));
    ASSERT_FALSE(watchers.back()->Next([&] { ++woken; })->has_value());
  }
  const absl::Time start = absl::Now();
  CommitTo(1);
  // The commit did not wait for them.
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_TRUE(Eventually([&] { return woken == kWatchers; }));
  for (const auto& watcher : watchers) {
    ASSERT_EQ((*watcher->Next([] {}))->revision, 1);
  }
}

TEST_F(WatchTest, AWatcherThatIsGoneIsNotWoken) {
  std::atomic<int> woken = 0;
  {
    const std::unique_ptr<Watcher> watcher = one_.core().Watch(0);
    ASSERT_FALSE(watcher->Next([&] { ++woken; })->has_value());
  }
  CommitTo(1);
  one_.core().Stop();
  EXPECT_EQ(woken, 0);
}

}  // namespace
}  // namespace vigil::ledger
