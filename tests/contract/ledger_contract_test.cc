// What every `Ledger` promises, on the one in memory and on a real Redis.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/random.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/redis_ledger.h"
#include "tests/support/memory_store.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace vigil::ledger {
namespace {

// A place where ledgers live; each `Open` is another process to it.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<Ledger> Open() = 0;
};

class InMemory final : public Store {
 public:
  std::unique_ptr<Ledger> Open() override {
    return std::make_unique<MemoryLedger>(store_);
  }

 private:
  MemoryStore store_;
};

class InRedis final : public Store {
 public:
  std::unique_ptr<Ledger> Open() override {
    return std::make_unique<RedisLedger>(
        RedisLedgerOptions{.redis = server_.options(), .service = "test"});
  }

 private:
  RedisServer server_;
};

struct Implementation {
  const char* name;
  std::function<std::unique_ptr<Store>()> make;
};

class LedgerContractTest : public testing::TestWithParam<Implementation> {
 protected:
  LedgerContractTest() : store_(GetParam().make()), ledger_(store_->Open()) {}

  // Entries that follow the last one that was made here.
  std::vector<Entry> NextEntries(int count) {
    std::vector<Entry> entries(count);
    for (Entry& entry : entries) {
      entry.set_id(RandomId());
      entry.set_previous_id(last_id_);
      entry.add_events(absl::StrCat("event ", ++made_));
      last_id_ = entry.id();
    }
    return entries;
  }

  // Appends them one by one; the ledger then ends at `revision`.
  void FillTo(int64_t revision) {
    while (made_ < revision) {
      const int64_t expected = made_;
      ASSERT_TRUE(IsOk(ledger_->Append(NextEntries(1), expected)));
    }
  }

  Snapshot SnapshotNow(std::vector<std::string> chunks) const {
    return {.revision = made_, .entry_id = last_id_, .chunks = chunks};
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<Ledger> ledger_;
  std::string last_id_;
  int64_t made_ = 0;
};

TEST_P(LedgerContractTest, BeginsEmpty) {
  const absl::StatusOr<Extent> extent = ledger_->GetExtent();
  ASSERT_TRUE(IsOk(extent));
  EXPECT_EQ(extent->first, 0);
  EXPECT_EQ(extent->last, 0);
  EXPECT_EQ(extent->last_id, "");
  const auto records = ledger_->Read(0, 10, absl::ZeroDuration());
  ASSERT_TRUE(IsOk(records));
  EXPECT_TRUE(records->empty());
  const auto snapshot = ledger_->LoadSnapshot();
  ASSERT_TRUE(IsOk(snapshot));
  EXPECT_FALSE(snapshot->has_value());
}

TEST_P(LedgerContractTest, NumbersEntriesFromOneWithoutGaps) {
  EXPECT_EQ(*ledger_->Append(NextEntries(1), 0), 1);
  EXPECT_EQ(*ledger_->Append(NextEntries(3), 1), 4);

  const auto records = ledger_->Read(0, 10, absl::ZeroDuration());
  ASSERT_TRUE(IsOk(records));
  ASSERT_EQ(records->size(), 4U);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ((*records)[i].revision, i + 1);
    EXPECT_EQ((*records)[i].entry.events(0), absl::StrCat("event ", i + 1));
  }
  EXPECT_EQ(ledger_->GetExtent()->first, 1);
  EXPECT_EQ(ledger_->GetExtent()->last, 4);
  EXPECT_EQ(ledger_->GetExtent()->last_id, last_id_);
}

TEST_P(LedgerContractTest, KeepsAnyBytes) {
  std::vector<Entry> entries = NextEntries(1);
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  entries[0].set_answer(bytes);
  entries[0].set_actor("Türkiye");
  ASSERT_TRUE(IsOk(ledger_->Append(entries, 0)));

  const auto records = ledger_->Read(0, 1, absl::ZeroDuration());
  ASSERT_TRUE(IsOk(records));
  EXPECT_EQ(records->at(0).entry.SerializeAsString(),
            entries[0].SerializeAsString());
}

TEST_P(LedgerContractTest, ReadsInPages) {
  FillTo(5);
  const auto page = ledger_->Read(2, 2, absl::ZeroDuration());
  ASSERT_TRUE(IsOk(page));
  ASSERT_EQ(page->size(), 2U);
  EXPECT_EQ(page->front().revision, 3);
  EXPECT_EQ(page->back().revision, 4);
}

TEST_P(LedgerContractTest, RefusesAnAppendThatIsTooLate) {
  FillTo(3);
  Entry late;
  late.set_id(RandomId());

  const auto result = ledger_->Append({late}, 2);

  EXPECT_TRUE(FailsWith(result, absl::StatusCode::kAborted, "LEDGER_CONFLICT"));
  EXPECT_EQ(MetadataOf(result.status())["top"], "3");
  EXPECT_EQ(ledger_->GetExtent()->last, 3);
}

TEST_P(LedgerContractTest, TellsWhenTheStoreHasGoneBack) {
  FillTo(3);
  const auto result = ledger_->Append(NextEntries(1), 4);
  EXPECT_TRUE(
      FailsWith(result, absl::StatusCode::kDataLoss, "LEDGER_DIVERGED"));
  EXPECT_EQ(ledger_->GetExtent()->last, 3);
}

TEST_P(LedgerContractTest, TellsWhenTheEntryBeforeIsAnother) {
  FillTo(3);
  Entry stranger;
  stranger.set_id(RandomId());
  stranger.set_previous_id("another");

  EXPECT_TRUE(FailsWith(ledger_->Append({stranger}, 3), "LEDGER_DIVERGED"));
  EXPECT_EQ(ledger_->GetExtent()->last, 3);
}

TEST_P(LedgerContractTest, AppendingTheSameAgainChangesNothing) {
  const std::vector<Entry> entries = NextEntries(2);
  EXPECT_EQ(*ledger_->Append(entries, 0), 2);
  EXPECT_EQ(*ledger_->Append(entries, 0), 2);
  EXPECT_EQ(*ledger_->Append(NextEntries(1), 2), 3);
  EXPECT_EQ(*ledger_->Append(entries, 0), 2);
  EXPECT_EQ(ledger_->GetExtent()->last, 3);
}

TEST_P(LedgerContractTest, TakesUpTo100EntriesAtOnce) {
  EXPECT_FALSE(ledger_->Append({}, 0).ok());
  EXPECT_FALSE(ledger_->Append(std::vector<Entry>(101), 0).ok());
  EXPECT_EQ(ledger_->GetExtent()->last, 0);
  EXPECT_EQ(*ledger_->Append(NextEntries(100), 0), 100);
}

TEST_P(LedgerContractTest, ReadWaitsForAnEntryOfAnotherWriter) {
  std::thread writer([this] {
    absl::SleepFor(absl::Milliseconds(20));
    EXPECT_TRUE(IsOk(store_->Open()->Append(NextEntries(1), 0)));
  });
  const auto records = ledger_->Read(0, 10, absl::Seconds(10));
  writer.join();
  ASSERT_TRUE(IsOk(records));
  EXPECT_EQ(records->size(), 1U);
}

TEST_P(LedgerContractTest, ReadReturnsNothingAfterTheWait) {
  FillTo(1);
  const auto records = ledger_->Read(1, 10, absl::Milliseconds(5));
  ASSERT_TRUE(IsOk(records));
  EXPECT_TRUE(records->empty());
}

TEST_P(LedgerContractTest, StopEndsWaitingNowAndLater) {
  std::thread stopper([this] {
    absl::SleepFor(absl::Milliseconds(20));
    ledger_->Stop();
  });
  const absl::Time start = absl::Now();
  EXPECT_TRUE(StatusIs(ledger_->Read(0, 10, absl::Seconds(20)),
                       absl::StatusCode::kCancelled));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  stopper.join();
  EXPECT_TRUE(StatusIs(ledger_->Read(0, 10, absl::Seconds(20)),
                       absl::StatusCode::kCancelled));
  EXPECT_TRUE(IsOk(ledger_->Read(0, 10, absl::ZeroDuration())));
}

TEST_P(LedgerContractTest, GivesASnapshotBackChunkByChunk) {
  FillTo(2);
  const Snapshot saved = SnapshotNow(
      {"", std::string("a\0b", 3), std::string((4 << 20) + 1, 'x'), "end"});
  ASSERT_TRUE(IsOk(ledger_->SaveSnapshot(saved)));

  const auto loaded = store_->Open()->LoadSnapshot();
  ASSERT_TRUE(IsOk(loaded));
  ASSERT_TRUE(loaded->has_value());
  EXPECT_EQ((*loaded)->revision, 2);
  EXPECT_EQ((*loaded)->entry_id, last_id_);
  EXPECT_EQ((*loaded)->chunks, saved.chunks);
}

TEST_P(LedgerContractTest, KeepsTheNewerSnapshot) {
  FillTo(1);
  const Snapshot older = SnapshotNow({"older"});
  FillTo(2);
  ASSERT_TRUE(IsOk(ledger_->SaveSnapshot(SnapshotNow({"newer"}))));
  ASSERT_TRUE(IsOk(ledger_->SaveSnapshot(older)));
  EXPECT_EQ((*ledger_->LoadSnapshot())->chunks[0], "newer");
  FillTo(3);
  ASSERT_TRUE(IsOk(ledger_->SaveSnapshot(SnapshotNow({"newest"}))));
  EXPECT_EQ((*ledger_->LoadSnapshot())->chunks[0], "newest");
}

TEST_P(LedgerContractTest, RefusesASnapshotOfAnotherHistory) {
  FillTo(2);
  Snapshot above = SnapshotNow({});
  above.revision = 3;
  Snapshot other = SnapshotNow({});
  other.entry_id = "another";

  EXPECT_TRUE(FailsWith(ledger_->SaveSnapshot(above), "SNAPSHOT_FOREIGN"));
  EXPECT_TRUE(FailsWith(ledger_->SaveSnapshot(other), "SNAPSHOT_FOREIGN"));
  EXPECT_FALSE(ledger_->LoadSnapshot()->has_value());
}

TEST_P(LedgerContractTest, TrimsOnlyWhatASnapshotCovers) {
  FillTo(5);
  EXPECT_TRUE(FailsWith(ledger_->Trim(2), "SNAPSHOT_REQUIRED"));
  ASSERT_TRUE(IsOk(ledger_->SaveSnapshot(SnapshotNow({"at 5"}))));
  EXPECT_TRUE(FailsWith(ledger_->Trim(7), "SNAPSHOT_REQUIRED"));
  ASSERT_TRUE(IsOk(ledger_->Trim(4)));

  EXPECT_EQ(ledger_->GetExtent()->first, 4);
  const auto trimmed = ledger_->Read(2, 10, absl::ZeroDuration());
  EXPECT_TRUE(
      FailsWith(trimmed, absl::StatusCode::kOutOfRange, "REVISION_TRIMMED"));
  EXPECT_EQ(MetadataOf(trimmed.status())["earliest_revision"], "4");
  EXPECT_EQ(ledger_->Read(3, 10, absl::ZeroDuration())->size(), 2U);
}

TEST_P(LedgerContractTest, GoesOnAfterAllEntriesAreTrimmed) {
  FillTo(3);
  ASSERT_TRUE(IsOk(ledger_->SaveSnapshot(SnapshotNow({"at 3"}))));
  ASSERT_TRUE(IsOk(ledger_->Trim(4)));

  EXPECT_EQ(ledger_->GetExtent()->first, 4);
  EXPECT_EQ(ledger_->GetExtent()->last, 3);
  EXPECT_EQ(ledger_->GetExtent()->last_id, "");
  EXPECT_TRUE(FailsWith(ledger_->Read(0, 10, absl::ZeroDuration()),
                        "REVISION_TRIMMED"));
  EXPECT_TRUE(IsOk(ledger_->Read(3, 10, absl::ZeroDuration())));
  Entry stale;
  stale.set_id(RandomId());
  EXPECT_TRUE(FailsWith(ledger_->Append({stale}, 2), "LEDGER_CONFLICT"));
  EXPECT_TRUE(FailsWith(ledger_->Append({stale}, 4), "LEDGER_DIVERGED"));
  EXPECT_EQ(*ledger_->Append(NextEntries(1), 3), 4);
}

INSTANTIATE_TEST_SUITE_P(
    Ledgers, LedgerContractTest,
    testing::Values(
        Implementation{"Memory", [] { return std::make_unique<InMemory>(); }},
        Implementation{"Redis", [] { return std::make_unique<InRedis>(); }}),
    [](const testing::TestParamInfo<Implementation>& implementation) {
      return implementation.param.name;
    });

}  // namespace
}  // namespace vigil::ledger
