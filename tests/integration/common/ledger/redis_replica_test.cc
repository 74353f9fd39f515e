// A replica over a real Redis that comes late, hangs, dies and forgets.
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "services/common/ledger/redis_ledger.h"
#include "services/common/redis/connection.h"
#include "tests/support/redis_server.h"
#include "tests/support/replica.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_list.h"

namespace vigil::ledger {
namespace {

class RedisReplicaTest : public testing::Test {
 protected:
  bool Reaches(ReplicaState state) {
    return Eventually([&] { return replica_.core().state() == state; });
  }

  size_t CountWords() {
    size_t count = 0;
    EXPECT_TRUE(IsOk(replica_.Read([&](const WordList& model, int64_t) {
      count = model.words().size();
      return absl::OkStatus();
    })));
    return count;
  }

  RedisServer server_{true};
  SystemClock clock_;
  RedisLedger ledger_{{.redis = server_.options(), .service = "test"}};
  WordList model_;
  Replica<WordList> replica_{ledger_, model_, clock_};
};

TEST_F(RedisReplicaTest, WaitsForARedisThatIsNotThereYet) {
  server_.Kill();
  replica_.core().Start();
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(replica_.core().state(), ReplicaState::kStarting);
  server_.Start();
  EXPECT_TRUE(Reaches(ReplicaState::kServing));
  EXPECT_TRUE(IsOk(CommitNow(replica_, {}, Add("one"))));
}

TEST_F(RedisReplicaTest, ReadsGoOnWhileRedisIsDeadAndWritesWhenItIsBack) {
  ASSERT_TRUE(StartServing(replica_));
  ASSERT_TRUE(IsOk(CommitNow(replica_, {}, Add("one"))));
  server_.Kill();
  const absl::Time start = absl::Now();
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_EQ(CountWords(), 1U);
  EXPECT_TRUE(StatusIs(CommitNow(replica_, {}, Add("two")),
                       absl::StatusCode::kUnavailable));
  server_.Start();
  ASSERT_TRUE(Reaches(ReplicaState::kServing));
  ASSERT_TRUE(IsOk(CommitNow(replica_, {}, Add("three"))));
  EXPECT_EQ(CountWords(), 2U);
}

TEST_F(RedisReplicaTest, NoticesARedisThatHangs) {
  ASSERT_TRUE(StartServing(replica_));
  server_.Pause();
  const absl::Time start = absl::Now();
  ASSERT_TRUE(Reaches(ReplicaState::kStoreAway));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  server_.Resume();
  ASSERT_TRUE(Reaches(ReplicaState::kServing));
}

TEST_F(RedisReplicaTest, AWriteDuringAHangIsThereOnceAfterTheRetry) {
  ASSERT_TRUE(StartServing(replica_));
  const Command command{.actor = "a", .request_id = "r", .digest = "d"};
  server_.Pause();
  EXPECT_TRUE(StatusIs(CommitNow(replica_, command, Add("one")),
                       absl::StatusCode::kUnavailable));
  server_.Resume();
  ASSERT_TRUE(Reaches(ReplicaState::kServing));
  ASSERT_TRUE(IsOk(CommitNow(replica_, command, Add("one"))));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(CountWords(), 1U);
}

TEST_F(RedisReplicaTest, StartsOverWhenRedisHasForgottenEverything) {
  ASSERT_TRUE(StartServing(replica_));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(IsOk(CommitNow(replica_, {}, Add("x"))));
  }
  ASSERT_TRUE(
      IsOk((*redis::Connection::Open(server_.options()))->Run({"FLUSHALL"})));
  ASSERT_TRUE(Eventually([&] { return replica_.core().revision() == 0; }));
  ASSERT_TRUE(Reaches(ReplicaState::kServing));
  EXPECT_EQ(CommitNow(replica_, {}, Add("y"))->revision, 1);
  EXPECT_EQ(CountWords(), 1U);
}

TEST_F(RedisReplicaTest, StartsAgainFromItsSnapshot) {
  ASSERT_TRUE(StartServing(replica_));
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(IsOk(CommitNow(replica_, {}, Add("x"))));
  }
  replica_.core().Stop();

  RedisLedger ledger({.redis = server_.options(), .service = "test"});
  ASSERT_TRUE(IsOk(ledger.Trim(11)));
  WordList model;
  Replica<WordList> next(ledger, model, clock_);
  ASSERT_TRUE(StartServing(next));
  EXPECT_EQ(next.core().revision(), 10);
  EXPECT_EQ(CommitNow(next, {}, Add("y"))->revision, 11);
}

}  // namespace
}  // namespace vigil::ledger
