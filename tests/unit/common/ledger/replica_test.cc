#include "services/common/ledger/replica.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_store.h"
#include "tests/support/replica.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_list.h"
#include "tests/support/word_replica.h"

namespace vigil::ledger {
namespace {

class ReplicaTest : public testing::Test {
 protected:
  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  MemoryStore store_;
  WordReplica one_{store_, clock_};
};

TEST_F(ReplicaTest, RefusesReadsUntilItHasCaughtUp) {
  store_.SetAway(true);
  one_.core().Start();
  EXPECT_TRUE(
      FailsWith(one_.Read(), absl::StatusCode::kUnavailable, "NOT_READY"));
  EXPECT_EQ(one_.core().state(), ReplicaState::kStarting);
  store_.SetAway(false);
  EXPECT_TRUE(Eventually([&] { return one_.Read().ok(); }));
}

TEST_F(ReplicaTest, CommitsAndReadsWhatItWrote) {
  ASSERT_TRUE(one_.StartServing());
  const auto committed = CommitNow(one_.replica(), {.actor = "a"}, Add("one"));
  ASSERT_TRUE(IsOk(committed));
  EXPECT_EQ(committed->revision, 1);
  EXPECT_EQ(committed->answer, "one");
  EXPECT_FALSE(committed->repeated);
  EXPECT_EQ(one_.words(), Words{"one"});
  EXPECT_EQ(one_.core().revision(), 1);
  EXPECT_EQ(one_.core().head_revision(), 1);
}

TEST_F(ReplicaTest, RecordsWhoWhenAndWhy) {
  ASSERT_TRUE(one_.StartServing());
  ASSERT_TRUE(IsOk(CommitNow(
      one_.replica(),
      {.actor = "a", .request_id = "r", .digest = "d", .source = "import x"},
      Add("one"))));
  const Entry entry =
      one_.ledger().Read(0, 1, absl::ZeroDuration())->at(0).entry;
  EXPECT_EQ(entry.actor(), "a");
  EXPECT_EQ(entry.source(), "import x");
  EXPECT_EQ(entry.recorded_at().seconds(), 1'795'000'000);
}

TEST_F(ReplicaTest, ADecisionThatRefusesWritesNothing) {
  ASSERT_TRUE(one_.StartServing());
  const auto refused =
      CommitNow(one_.replica(), {},
                [](const WordList&, absl::Time) -> absl::StatusOr<Decision> {
                  return absl::FailedPreconditionError("no");
                });
  EXPECT_TRUE(StatusIs(refused, absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(store_.appends(), 0);
}

TEST_F(ReplicaTest, ADecisionWithoutEventsIsAnsweredAndWritesNothing) {
  ASSERT_TRUE(one_.StartServing());
  ASSERT_TRUE(IsOk(CommitNow(one_.replica(), {}, Add("one"))));
  const auto committed =
      CommitNow(one_.replica(), {},
                [](const WordList&, absl::Time) -> absl::StatusOr<Decision> {
                  return Decision{.answer = "as it is"};
                });
  ASSERT_TRUE(IsOk(committed));
  EXPECT_EQ(committed->revision, 1);
  EXPECT_EQ(committed->answer, "as it is");
  EXPECT_EQ(store_.appends(), 1);
}

TEST_F(ReplicaTest, ARepeatedRequestGetsTheFirstAnswer) {
  ASSERT_TRUE(one_.StartServing());
  const Command command{.actor = "a", .request_id = "r", .digest = "d"};
  ASSERT_TRUE(IsOk(CommitNow(one_.replica(), command, Add("one"))));
  const auto again = CommitNow(one_.replica(), command, Add("two"));
  ASSERT_TRUE(IsOk(again));
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->revision, 1);
  EXPECT_EQ(again->answer, "one");
  EXPECT_EQ(one_.words(), Words{"one"});
}

TEST_F(ReplicaTest, AnotherBodyUnderTheSameRequestIdIsRefused) {
  ASSERT_TRUE(one_.StartServing());
  Command command{.actor = "a", .request_id = "r", .digest = "d"};
  ASSERT_TRUE(IsOk(CommitNow(one_.replica(), command, Add("one"))));
  command.digest = "another";
  EXPECT_TRUE(FailsWith(CommitNow(one_.replica(), command, Add("two")),
                        absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  command.actor = "b";
  EXPECT_TRUE(IsOk(CommitNow(one_.replica(), command, Add("three"))));
}

TEST_F(ReplicaTest, ACommandAfterItsDeadlineIsNotBegun) {
  ASSERT_TRUE(one_.StartServing());
  EXPECT_TRUE(FailsWith(
      CommitNow(one_.replica(),
                {.deadline = absl::Now() - absl::Milliseconds(1)}, Add("one")),
      absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED"));
  EXPECT_EQ(store_.appends(), 0);
}

TEST_F(ReplicaTest, CommandsOfDifferentScopesAreAppendedTogether) {
  ASSERT_TRUE(one_.StartServing());
  std::atomic<int> done = 0;
  for (int i = 0; i < 1000; ++i) {
    one_.replica().Commit({.scope = absl::StrCat("scope ", i)},
                          Add(absl::StrCat(i)),
                          [&](const absl::StatusOr<Committed>& committed) {
                            EXPECT_TRUE(IsOk(committed));
                            ++done;
                          });
  }
  ASSERT_TRUE(Eventually([&] { return done == 1000; }));
  EXPECT_EQ(one_.core().revision(), 1000);
  EXPECT_LT(store_.appends(), 500);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(one_.words()[i], absl::StrCat(i));
}

TEST_F(ReplicaTest, ACommandWithoutScopeSeesAllBeforeIt) {
  ASSERT_TRUE(one_.StartServing());
  std::atomic<int> done = 0;
  for (int i = 0; i < 100; ++i) {
    one_.replica().Commit(
        {},
        [](const WordList& model, absl::Time) -> absl::StatusOr<Decision> {
          return Decision{.events = {absl::StrCat(model.words().size())}};
        },
        [&](const absl::StatusOr<Committed>&) { ++done; });
  }
  ASSERT_TRUE(Eventually([&] { return done == 100; }));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one_.words()[i], absl::StrCat(i));
}

TEST_F(ReplicaTest, AnImportOfManyEventsIsOneStep) {
  ASSERT_TRUE(one_.StartServing());
  const auto committed = CommitNow(
      one_.replica(), {.request_id = "r"},
      [](const WordList&, absl::Time) -> absl::StatusOr<Decision> {
        return Decision{.events = Words(25'000, "x"), .answer = "imported"};
      });
  ASSERT_TRUE(IsOk(committed));
  EXPECT_EQ(committed->revision, 3);
  EXPECT_EQ(store_.appends(), 1);
  EXPECT_EQ(one_.words().size(), 25'000U);
}

TEST_F(ReplicaTest, FollowsWhatAnotherReplicaWrites) {
  WordReplica two(store_, clock_);
  ASSERT_TRUE(one_.StartServing());
  ASSERT_TRUE(two.StartServing());
  ASSERT_TRUE(IsOk(CommitNow(one_.replica(), {}, Add("one"))));
  EXPECT_TRUE(IsOk(two.core().WaitFor(1, absl::Now() + absl::Seconds(10))));
  EXPECT_EQ(two.words(), Words{"one"});
}

TEST_F(ReplicaTest, DecidesAgainWhenAnotherReplicaWasFaster) {
  WordReplica two(store_, clock_);
  ASSERT_TRUE(one_.StartServing());
  ASSERT_TRUE(two.StartServing());
  // Each word is the number of words before it, whoever writes it.
  const auto count = [](const WordList& model,
                        absl::Time) -> absl::StatusOr<Decision> {
    return Decision{.events = {absl::StrCat(model.words().size())}};
  };
  std::thread other([&] {
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(IsOk(CommitNow(two.replica(), {}, count)));
    }
  });
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(IsOk(CommitNow(one_.replica(), {}, count)));
  }
  other.join();
  ASSERT_TRUE(IsOk(one_.core().WaitFor(100, absl::Now() + absl::Seconds(10))));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one_.words()[i], absl::StrCat(i));
}

TEST_F(ReplicaTest, WaitForARevisionEndsAtTheDeadline) {
  ASSERT_TRUE(one_.StartServing());
  EXPECT_TRUE(
      FailsWith(one_.core().WaitFor(1, absl::Now() + absl::Milliseconds(5)),
                absl::StatusCode::kDeadlineExceeded, "REVISION_NOT_REACHED"));
}

TEST_F(ReplicaTest, MoreThan10000WaitingCommandsAreRefused) {
  // Not started: nothing is taken from the queue.
  std::atomic<int> refused = 0;
  for (int i = 0; i < 10'001; ++i) {
    one_.replica().Commit(
        {}, Add("x"), [&](const absl::StatusOr<Committed>& committed) {
          refused += ReasonOf(committed.status()) == "TOO_MANY_COMMANDS";
        });
  }
  EXPECT_EQ(refused, 1);
}

TEST_F(ReplicaTest, StopAnswersEverything) {
  ASSERT_TRUE(one_.StartServing());
  std::atomic<int> done = 0;
  for (int i = 0; i < 100; ++i) {
    one_.replica().Commit({}, Add("x"),
                          [&](const absl::StatusOr<Committed>&) { ++done; });
  }
  one_.core().Stop();
  EXPECT_EQ(done, 100);
  EXPECT_EQ(one_.core().state(), ReplicaState::kStopped);
  EXPECT_TRUE(FailsWith(CommitNow(one_.replica(), {}, Add("x")), "STOPPING"));
}

TEST(DigestTest, DependsOnMethodAndRequest) {
  EXPECT_EQ(DigestOf("a", "b").size(), 16U);
  EXPECT_NE(DigestOf("a", "b"), DigestOf("a", "c"));
  EXPECT_NE(DigestOf("ab", "c"), DigestOf("a", "bc"));
}

}  // namespace
}  // namespace vigil::ledger
