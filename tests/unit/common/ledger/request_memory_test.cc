#include "services/common/ledger/request_memory.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace vigil::ledger {
namespace {

Entry Request(const std::string& id, int64_t seconds, size_t answer = 1) {
  Entry entry;
  entry.set_actor("a");
  entry.set_request_id(id);
  entry.set_request_digest(absl::StrCat("digest of ", id));
  entry.set_answer(std::string(answer, 'x'));
  entry.mutable_recorded_at()->set_seconds(seconds);
  return entry;
}

TEST(RequestMemoryTest, FindsWhatItRemembers) {
  RequestMemory memory(absl::Hours(1), 10);
  memory.Remember(Request("r", 0), 7);

  ASSERT_NE(memory.Find("a", "r"), nullptr);
  EXPECT_EQ(memory.Find("a", "r")->revision, 7);
  EXPECT_EQ(memory.Find("a", "r")->digest, "digest of r");
  EXPECT_EQ(memory.Find("a", "r")->answer, "x");
  EXPECT_EQ(memory.Find("b", "r"), nullptr);
}

TEST(RequestMemoryTest, EntriesWithoutRequestAreNotRemembered) {
  RequestMemory memory(absl::Hours(1), 10);
  memory.Remember(Request("", 0), 1);
  EXPECT_EQ(memory.size(), 0);
}

TEST(RequestMemoryTest, ForgetsWhatIsOlderThanTheMemory) {
  RequestMemory memory(absl::Seconds(60), 10);
  memory.Remember(Request("old", 0), 1);
  memory.Remember(Request("", 60), 2);
  EXPECT_NE(memory.Find("a", "old"), nullptr);
  memory.Remember(Request("", 61), 3);
  EXPECT_EQ(memory.Find("a", "old"), nullptr);
}

TEST(RequestMemoryTest, ForgetsTheOldestWhenThereAreTooMany) {
  RequestMemory memory(absl::Hours(1), 3);
  for (int i = 1; i <= 4; ++i) memory.Remember(Request(absl::StrCat(i), i), i);
  EXPECT_EQ(memory.size(), 3);
  EXPECT_EQ(memory.Find("a", "1"), nullptr);
  EXPECT_NE(memory.Find("a", "2"), nullptr);
}

TEST(RequestMemoryTest, ForgetsTheOldestWhenTheyAreTooLarge) {
  RequestMemory memory(absl::Hours(1), 100'000);
  for (int i = 0; i < 1025; ++i) {
    memory.Remember(Request(absl::StrCat(i), i, 64 << 10), i + 1);
  }
  EXPECT_LT(memory.size(), 1025);
  EXPECT_GT(memory.size(), 1000);
}

TEST(RequestMemoryTest, AnIdThatWasForgottenCanBeUsedAgain) {
  RequestMemory memory(absl::Seconds(60), 10);
  memory.Remember(Request("r", 0), 1);
  memory.Remember(Request("r", 100), 2);
  EXPECT_EQ(memory.Find("a", "r")->revision, 2);
}

TEST(RequestMemoryTest, RestoresWhatItSerialized) {
  RequestMemory memory(absl::Hours(1), 1000);
  for (int i = 0; i < 300; ++i) {
    memory.Remember(Request(absl::StrCat(i), i, 60'000), i + 1);
  }
  const std::vector<std::string> chunks = memory.Serialize();
  EXPECT_GT(chunks.size(), 1U);
  for (const std::string& chunk : chunks) EXPECT_LE(chunk.size(), 16U << 20);

  RequestMemory restored(absl::Hours(1), 1000);
  ASSERT_TRUE(IsOk(restored.Restore(chunks)));
  EXPECT_EQ(restored.size(), 300);
  EXPECT_EQ(restored.Serialize(), chunks);
  EXPECT_FALSE(restored.Restore({"\xff"}).ok());
}

}  // namespace
}  // namespace vigil::ledger
