#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "services/common/base/backoff.h"
#include "services/common/base/clock.h"
#include "services/common/base/hash.h"
#include "services/common/base/random.h"

namespace vigil {
namespace {

TEST(ClockTest, TruncatesToMicroseconds) {
  const absl::Time now = SystemClock().Now();
  EXPECT_EQ(now, absl::FromUnixMicros(absl::ToUnixMicros(now)));
}

TEST(ClockTest, AnOffsetClockStartsWhereToldAndRunsOn) {
  const absl::Time start = absl::FromUnixSeconds(1'795'000'000);
  const OffsetClock clock(start);
  const absl::Time first = clock.Now();
  absl::SleepFor(absl::Milliseconds(2));

  EXPECT_GE(first, start);
  EXPECT_LT(first, start + absl::Minutes(1));
  EXPECT_GT(clock.Now(), first);
}

TEST(ClockTest, NothingIsLeftOfADeadlineThatPassed) {
  EXPECT_EQ(TimeUntil(absl::InfinitePast()), absl::ZeroDuration());
  EXPECT_EQ(TimeUntil(absl::InfiniteFuture()), absl::InfiniteDuration());
}

TEST(RandomTest, IdsDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(RandomId());
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_EQ(ids.begin()->size(), 16U);
}

TEST(RandomTest, StaysBelowTheBound) {
  for (int i = 0; i < 1000; ++i) EXPECT_LT(RandomBelow(3), 3U);
  EXPECT_EQ(RandomBelow(0), 0U);
}

TEST(HashTest, IsBlake2b) {
  // RFC 7693 appendix A.
  EXPECT_EQ(absl::BytesToHexString(Blake2b("abc", 64)),
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST(HashTest, DependsOnTheKey) {
  const std::string key(32, 'k');
  EXPECT_NE(KeyedBlake2b(key, "token"), Blake2b("token"));
  EXPECT_EQ(KeyedBlake2b(key, "token"), KeyedBlake2b(key, "token"));
}

TEST(BackoffTest, DoublesUpToTheBoundWithJitter) {
  Backoff backoff(absl::Milliseconds(50), absl::Milliseconds(200));
  for (const int bound : {50, 100, 200, 200}) {
    const absl::Duration delay = backoff.Next();
    EXPECT_GE(delay, absl::Milliseconds(bound) / 4);
    EXPECT_LE(delay, absl::Milliseconds(bound));
  }
  backoff.Reset();
  EXPECT_LE(backoff.Next(), absl::Milliseconds(50));
}

}  // namespace
}  // namespace vigil
