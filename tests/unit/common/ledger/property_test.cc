// Random histories: several replicas on one ledger, with lost answers, absences
// of the store, restarts and rewinds. A failure prints its seed.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/base/random.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_replica.h"

namespace vigil::ledger {
namespace {

constexpr int kReplicas = 3;
constexpr int kClients = 4;
constexpr int kCommands = 60;  // Of each client.

class PropertyTest : public testing::Test {
 protected:
  PropertyTest() : seed_(RandomBelow(1'000'000)), random_(seed_) {
    RecordProperty("seed", static_cast<int>(seed_));
    options_.snapshot_interval = 20;
    options_.recent_entries = 16;
    options_.store_patience = absl::Milliseconds(50);
    options_.max_attempts = 20;
    for (auto& replica : replicas_) Restart(replica);
    store_.SetFaults([this, random = std::mt19937(seed_)]() mutable {
      if (!faulty_) return Fault::kNone;
      const int roll = static_cast<int>(random() % 10);
      if (roll == 0) return Fault::kAway;
      if (roll == 1) return Fault::kLostBefore;
      return roll == 2 ? Fault::kLostAfter : Fault::kNone;
    });
  }

  void Restart(std::shared_ptr<WordReplica>& replica) {
    auto fresh = std::make_shared<WordReplica>(store_, clock_, options_);
    fresh->core().Start();
    MutexLock lock(mutex_);
    replica = std::move(fresh);  // The old one ends with its last command.
  }

  std::shared_ptr<WordReplica> Any(std::mt19937& random) {
    MutexLock lock(mutex_);
    return replicas_[random() % kReplicas];
  }

  // Sends one command until somebody acknowledges it.
  void CommitSurely(const std::string& word, std::mt19937& random) {
    const std::string scope = random() % 2 == 0 ? "" : word;
    while (true) {
      const auto committed = Any(random)->Commit({.actor = "client",
                                                  .request_id = word,
                                                  .digest = word,
                                                  .scope = scope},
                                                 word);
      if (committed.ok()) {
        EXPECT_EQ(committed->answer, word);
        return;
      }
      // Nothing else may go wrong, whatever happens to the store.
      const absl::StatusCode code = committed.status().code();
      ASSERT_TRUE(code == absl::StatusCode::kUnavailable ||
                  code == absl::StatusCode::kAborted)
          << committed.status();
    }
  }

  void RunClients() {
    std::vector<std::thread> clients;
    for (int client = 0; client < kClients; ++client) {
      clients.emplace_back([this, client] {
        std::mt19937 random(seed_ + client);
        for (int i = 0; i < kCommands; ++i) {
          CommitSurely(absl::StrCat(client, ".", i), random);
        }
        ++finished_;
      });
    }
    while (finished_ < kClients) Disturb();
    faulty_ = false;
    store_.SetAway(false);
    for (std::thread& client : clients) client.join();
  }

  void Disturb() {
    absl::SleepFor(absl::Milliseconds(random_() % 40));
    const int roll = static_cast<int>(random_() % 6);
    if (roll == 0) Restart(replicas_[random_() % kReplicas]);
    store_.SetAway(roll == 1);
    if (roll == 2 && rewinds_) {
      const int64_t last = MemoryLedger(store_).GetExtent()->last;
      store_.Rewind(last - std::min<int64_t>(last, random_() % 5));
    }
  }

  // What the ledger says, entry by entry.
  Words Ledger() {
    Words words;
    std::string previous;
    const auto records =
        MemoryLedger(store_).Read(0, 1'000'000, absl::ZeroDuration());
    EXPECT_TRUE(IsOk(records));
    for (size_t i = 0; i < records->size(); ++i) {
      const Entry& entry = (*records)[i].entry;
      EXPECT_EQ((*records)[i].revision, static_cast<int64_t>(i + 1));
      EXPECT_EQ(entry.previous_id(), previous) << "at " << i + 1;
      previous = entry.id();
      words.insert(words.end(), entry.events().begin(), entry.events().end());
    }
    return words;
  }

  void ExpectAllReplicasAgree() {
    const Words expected = Ledger();
    for (const auto& replica : replicas_) {
      EXPECT_TRUE(Eventually([&] { return replica->words() == expected; }))
          << "seed " << seed_ << ": has " << replica->words().size() << " of "
          << expected.size();
    }
  }

  const uint32_t seed_;
  std::mt19937 random_;
  bool rewinds_ = false;
  std::atomic<bool> faulty_ = true;
  std::atomic<int> finished_ = 0;
  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  MemoryStore store_;
  ReplicaOptions options_;
  Mutex mutex_;
  std::shared_ptr<WordReplica> replicas_[kReplicas];
};

TEST_F(PropertyTest, EachAcknowledgedCommandIsThereOnce) {
  RunClients();
  ExpectAllReplicasAgree();
  std::map<std::string, int> count;
  for (const std::string& word : Ledger()) ++count[word];
  EXPECT_EQ(count.size(), static_cast<size_t>(kClients * kCommands))
      << "seed " << seed_;
  for (const auto& [word, times] : count) {
    EXPECT_EQ(times, 1) << word << ", seed " << seed_;
  }
}

TEST_F(PropertyTest, ReplicasAgreeWhateverTheStoreForgets) {
  rewinds_ = true;
  RunClients();
  ExpectAllReplicasAgree();
}

}  // namespace
}  // namespace vigil::ledger
