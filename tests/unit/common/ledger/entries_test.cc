#include "services/common/ledger/entries.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace vigil::ledger {
namespace {

const absl::Time kNow = absl::FromUnixMicros(1'795'000'000'123'456);

Decision Events(int count, size_t size) {
  return {.event_type = "word",
          .events = std::vector<std::string>(count, std::string(size, 'x')),
          .answer = "answer"};
}

absl::StatusOr<std::vector<Entry>> Entries(Decision decision) {
  return EntriesOf({.actor = "editors/a", .request_id = "r", .digest = "d"},
                   std::move(decision), kNow, "before");
}

TEST(EntriesTest, OneEntryHoldsASmallDecision) {
  const auto entries = Entries(Events(2, 3));
  ASSERT_TRUE(IsOk(entries));
  ASSERT_EQ(entries->size(), 1U);
  const Entry& entry = entries->front();
  EXPECT_EQ(entry.id().size(), 16U);
  EXPECT_EQ(entry.previous_id(), "before");
  EXPECT_EQ(entry.actor(), "editors/a");
  EXPECT_EQ(entry.request_id(), "r");
  EXPECT_EQ(entry.request_digest(), "d");
  EXPECT_EQ(entry.answer(), "answer");
  EXPECT_EQ(entry.event_type(), "word");
  EXPECT_EQ(entry.events_size(), 2);
  EXPECT_EQ(entry.recorded_at().seconds(), 1'795'000'000);
  EXPECT_EQ(entry.recorded_at().nanos(), 123'456'000);
}

TEST(EntriesTest, NoEventsMakeNoEntry) {
  const auto entries = Entries(Events(0, 0));
  ASSERT_TRUE(IsOk(entries));
  EXPECT_TRUE(entries->empty());
}

TEST(EntriesTest, AnEntryHolds10000Events) {
  EXPECT_EQ(Entries(Events(10'000, 1))->size(), 1U);
  const auto entries = Entries(Events(10'001, 1));
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].events_size(), 10'000);
  EXPECT_EQ((*entries)[1].events_size(), 1);
}

TEST(EntriesTest, SeveralEntriesAreChainedAndTheLastAnswers) {
  const auto entries = Entries(Events(3, 600'000));
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0].previous_id(), "before");
  EXPECT_EQ((*entries)[1].previous_id(), (*entries)[0].id());
  EXPECT_EQ((*entries)[2].previous_id(), (*entries)[1].id());
  EXPECT_EQ((*entries)[0].request_id(), "");
  EXPECT_EQ((*entries)[1].answer(), "");
  EXPECT_EQ((*entries)[2].request_id(), "r");
  EXPECT_EQ((*entries)[2].answer(), "answer");
}

TEST(EntriesTest, AnEventHas8MiBAtMost) {
  EXPECT_EQ(Entries(Events(1, 8 << 20))->size(), 1U);
  EXPECT_TRUE(FailsWith(Entries(Events(1, (8 << 20) + 1)),
                        absl::StatusCode::kResourceExhausted,
                        "ENTRY_TOO_LARGE"));
}

TEST(EntriesTest, ADecisionHas100EntriesAtMost) {
  EXPECT_EQ(Entries(Events(100, 600'000))->size(), 100U);
  EXPECT_TRUE(FailsWith(Entries(Events(101, 600'000)), "ENTRY_TOO_LARGE"));
}

TEST(EntriesTest, ADecisionHas64MiBAtMost) {
  EXPECT_TRUE(IsOk(Entries(Events(7, 8 << 20))));
  EXPECT_TRUE(FailsWith(Entries(Events(8, 8 << 20)), "ENTRY_TOO_LARGE"));
}

TEST(EntriesTest, AnAnswerHas64KiBAtMost) {
  Decision decision = Events(1, 1);
  decision.answer = std::string(kMaxAnswerBytes, 'x');
  EXPECT_TRUE(IsOk(Entries(decision)));
  decision.answer += 'x';
  EXPECT_TRUE(FailsWith(Entries(decision), absl::StatusCode::kInternal,
                        "ANSWER_TOO_LARGE"));
}

TEST(EntriesTest, RefusesTextsThatNoEntryCouldHold) {
  for (const std::string& bad : {std::string(201, 'x'), std::string("\xff")}) {
    EXPECT_TRUE(FailsWith(EntriesOf({.actor = bad}, Events(1, 1), kNow, ""),
                          "INVALID_FIELD"));
    EXPECT_TRUE(
        FailsWith(EntriesOf({.request_id = bad}, Events(1, 1), kNow, ""),
                  "INVALID_FIELD"));
  }
  EXPECT_TRUE(IsOk(
      EntriesOf({.actor = std::string(200, 'x')}, Events(1, 1), kNow, "")));
}

}  // namespace
}  // namespace vigil::ledger
