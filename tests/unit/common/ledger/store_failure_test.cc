// A replica while its store is away, forgetful, or from the past.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_replica.h"

namespace vigil::ledger {
namespace {

class StoreFailureTest : public testing::Test {
 protected:
  static ReplicaOptions Impatient() {
    ReplicaOptions options;
    options.store_patience = absl::Milliseconds(100);
    return options;
  }

  // Faults for the next appends, in order; none after them.
  void NextAppends(std::vector<Fault> faults) {
    auto next = std::make_shared<std::atomic<size_t>>(0);
    store_.SetFaults([faults = std::move(faults), next] {
      const size_t i = (*next)++;
      return i < faults.size() ? faults[i] : Fault::kNone;
    });
  }

  bool Reaches(ReplicaState state) {
    return Eventually([&] { return one_.core().state() == state; });
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  MemoryStore store_;
  WordReplica one_{store_, clock_, Impatient()};
};

TEST_F(StoreFailureTest, ReadsGoOnAndWritesAreRefusedWhileTheStoreIsAway) {
  ASSERT_TRUE(one_.StartServing());
  ASSERT_TRUE(IsOk(one_.Commit({}, "one")));
  store_.SetAway(true);
  const absl::Time start = absl::Now();
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));

  EXPECT_EQ(one_.words(), Words{"one"});
  EXPECT_TRUE(FailsWith(one_.Commit({}, "two"), absl::StatusCode::kUnavailable,
                        "STORE_UNAVAILABLE"));
}

TEST_F(StoreFailureTest, ServesAgainWhenTheStoreIsBack) {
  ASSERT_TRUE(one_.StartServing());
  store_.SetAway(true);
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  store_.SetAway(false);
  ASSERT_TRUE(Reaches(ReplicaState::kServing));
  EXPECT_TRUE(IsOk(one_.Commit({}, "one")));
}

TEST_F(StoreFailureTest, TellsItsListenerOfEachState) {
  std::vector<ReplicaState> states;
  one_.core().OnStateChange(
      [&](ReplicaState state) { states.push_back(state); });
  ASSERT_TRUE(one_.StartServing());
  store_.SetAway(true);
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  one_.core().Stop();
  const std::vector<ReplicaState> expected = {
      ReplicaState::kServing, ReplicaState::kStoreAway, ReplicaState::kStopped};
  EXPECT_EQ(states, expected);
}

TEST_F(StoreFailureTest, AShortAbsenceIsWaitedFor) {
  WordReplica patient(store_, clock_);
  ASSERT_TRUE(patient.StartServing());
  NextAppends({Fault::kAway, Fault::kAway});
  EXPECT_TRUE(IsOk(patient.Commit({}, "one")));
  EXPECT_EQ(patient.words(), Words{"one"});
}

TEST_F(StoreFailureTest, ALostAnswerIsFoundOut) {
  ASSERT_TRUE(one_.StartServing());
  NextAppends({Fault::kLostAfter, Fault::kLostBefore});
  const auto committed = one_.Commit({}, "one");
  ASSERT_TRUE(IsOk(committed));
  EXPECT_EQ(committed->revision, 1);
  EXPECT_EQ(one_.words(), Words{"one"});
}

TEST_F(StoreFailureTest, ALostCommandIsSentAgain) {
  ASSERT_TRUE(one_.StartServing());
  NextAppends({Fault::kLostBefore, Fault::kAway});
  ASSERT_TRUE(IsOk(one_.Commit({}, "one")));
  EXPECT_EQ(store_.appends(), 1);
}

TEST_F(StoreFailureTest, AnUnknownOutcomeIsSaidAndTheRetryFindsTheAnswer) {
  ASSERT_TRUE(one_.StartServing());
  std::atomic<bool> first = true;
  store_.SetFaults(
      [&] { return first.exchange(false) ? Fault::kLostAfter : Fault::kAway; });
  const Command command{.actor = "a", .request_id = "r", .digest = "d"};
  EXPECT_TRUE(FailsWith(one_.Commit(command, "one"),
                        absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));

  store_.SetFaults(nullptr);
  const auto again = one_.Commit(command, "one");
  ASSERT_TRUE(IsOk(again));
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(one_.words(), Words{"one"});
}

TEST_F(StoreFailureTest, AnUnknownOutcomeThatWasNoneIsDoneByTheRetry) {
  ASSERT_TRUE(one_.StartServing());
  store_.SetFaults([] { return Fault::kLostBefore; });
  const Command command{.actor = "a", .request_id = "r", .digest = "d"};
  EXPECT_TRUE(FailsWith(one_.Commit(command, "one"), "OUTCOME_UNKNOWN"));

  store_.SetFaults(nullptr);
  const auto again = one_.Commit(command, "one");
  ASSERT_TRUE(IsOk(again));
  EXPECT_FALSE(again->repeated);
  EXPECT_EQ(store_.appends(), 1);
}

TEST_F(StoreFailureTest, RebuildsWhenTheStoreHasGoneBack) {
  ASSERT_TRUE(one_.StartServing());
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(IsOk(one_.Commit({}, absl::StrCat(i))));
  }
  std::atomic<bool> diverged = false;
  one_.core().OnStateChange([&](ReplicaState state) {
    if (state == ReplicaState::kDiverged) diverged = true;
  });
  store_.Rewind(3);

  const Words expected = {"1", "2", "3"};
  EXPECT_TRUE(Eventually([&] { return one_.words() == expected; }));
  EXPECT_TRUE(diverged);
  EXPECT_EQ(one_.Commit({}, "4'")->revision, 4);
}

TEST_F(StoreFailureTest, ACommitFindsOutThatTheStoreHasGoneBack) {
  ASSERT_TRUE(one_.StartServing());
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(IsOk(one_.Commit({}, absl::StrCat(i))));
  }
  store_.Rewind(3);
  // It waits for the model to be rebuilt, and is decided on that.
  absl::StatusOr<Committed> committed;
  do {
    committed = one_.Commit({}, "4'");
  } while (ReasonOf(committed.status()) == "STORE_UNAVAILABLE");
  ASSERT_TRUE(IsOk(committed));
  EXPECT_EQ(committed->revision, 4);
  const Words expected = {"1", "2", "3", "4'"};
  EXPECT_EQ(one_.words(), expected);
}

TEST_F(StoreFailureTest, FindsOutThatAnotherHistoryWasWrittenMeanwhile) {
  WordReplica two(store_, clock_);
  ASSERT_TRUE(one_.StartServing());
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(IsOk(one_.Commit({}, absl::StrCat(i))));
  }
  // To this replica it looks as if entries had been added as usual.
  store_.SetAway(true);
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  store_.Rewind(4);
  store_.SetAway(false);
  ASSERT_TRUE(two.StartServing());
  ASSERT_TRUE(IsOk(two.Commit({}, "5'")));
  ASSERT_TRUE(IsOk(two.Commit({}, "6'")));

  const Words expected = {"1", "2", "3", "4", "5'", "6'"};
  EXPECT_TRUE(Eventually([&] { return one_.words() == expected; }));
}

TEST_F(StoreFailureTest, AnEntryThatIsNotUnderstoodStopsReadsAndWrites) {
  ASSERT_TRUE(one_.StartServing());
  // Another, newer writer.
  Entry entry;
  entry.set_id("id");
  entry.add_events("poison");
  ASSERT_TRUE(IsOk(MemoryLedger(store_).Append({entry}, 0)));

  ASSERT_TRUE(Reaches(ReplicaState::kUnreadable));
  EXPECT_TRUE(FailsWith(one_.Read(), "NOT_READY"));
  EXPECT_TRUE(FailsWith(one_.Commit({}, "x"), "NOT_READY"));
}

TEST_F(StoreFailureTest, StopsAtOnceWhileTheStoreIsAway) {
  ASSERT_TRUE(one_.StartServing());
  store_.SetAway(true);
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  const absl::Time start = absl::Now();
  one_.core().Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
}

}  // namespace
}  // namespace vigil::ledger
