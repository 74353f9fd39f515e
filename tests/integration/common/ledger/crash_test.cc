// Writers and Redis are killed again and again, without warning: what was
// acknowledged is in the ledger, once, and the revisions have no gaps.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/random.h"
#include "services/common/ledger/redis_ledger.h"
#include "tests/support/redis_server.h"
#include "tests/support/replica.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_list.h"

namespace vigil::ledger {
namespace {

constexpr int kWriters = 2;
constexpr absl::Duration kDuration = absl::Seconds(8);

class CrashTest : public testing::Test {
 protected:
  std::string AckFile(int writer) const {
    return absl::StrCat(server_.directory(), "/acks.", writer);
  }

  int CountAcks(int writer) const {
    std::ifstream file(AckFile(writer));
    int count = 0;
    for (std::string line; std::getline(file, line);) ++count;
    return count;
  }

  // What a writer process does until it is killed: one word after the other,
  // each until it is acknowledged, which it then writes down.
  [[noreturn]] void Write(int writer) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int acks =
        open(AckFile(writer).c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    RedisLedger ledger({.redis = server_.options(), .service = "test"});
    WordList model;
    const SystemClock clock;
    ReplicaOptions options;
    options.snapshot_interval = 50;
    Replica<WordList> replica(ledger, model, clock, options);
    replica.core().Start();
    for (int i = CountAcks(writer);; ++i) {
      const std::string word = absl::StrCat(writer, ".", i);
      const Command command{.actor = absl::StrCat("writer ", writer),
                            .request_id = word,
                            .digest = word};
      while (!CommitNow(replica, command, Add(word)).ok()) {
        absl::SleepFor(absl::Milliseconds(5));
      }
      const std::string line = word + "\n";
      if (write(acks, line.data(), line.size()) < 0) _exit(1);
    }
  }

  pid_t Spawn(int writer) {
    const pid_t pid = fork();
    if (pid == 0) Write(writer);
    return pid;
  }

  static void Kill(pid_t pid) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  }

  RedisServer server_{true};
};

TEST_F(CrashTest, NothingAcknowledgedIsLostOrDoubled) {
  const uint32_t seed = RandomBelow(1'000'000);
  std::mt19937 random(seed);
  pid_t writers[kWriters];
  for (int i = 0; i < kWriters; ++i) writers[i] = Spawn(i);
  const absl::Time end = absl::Now() + kDuration;
  int kills = 0;
  for (; absl::Now() < end; ++kills) {
    absl::SleepFor(absl::Milliseconds(50 + random() % 250));
    const auto victim = static_cast<int>(random() % (kWriters + 1));
    if (victim == kWriters) {
      server_.Kill();
      server_.Start();
    } else {
      Kill(writers[victim]);
      writers[victim] = Spawn(victim);
    }
  }
  for (const pid_t pid : writers) Kill(pid);

  RedisLedger ledger({.redis = server_.options(), .service = "test"});
  std::map<std::string, int> count;
  int64_t revision = 0;
  std::string previous;
  while (true) {
    const auto records = ledger.Read(revision, 1000, absl::ZeroDuration());
    ASSERT_TRUE(IsOk(records));
    if (records->empty()) break;
    for (const Record& record : *records) {
      ASSERT_EQ(record.revision, ++revision);
      ASSERT_EQ(record.entry.previous_id(), previous);
      previous = record.entry.id();
      for (const std::string& word : record.entry.events()) ++count[word];
    }
  }
  int acknowledged = 0;
  for (int writer = 0; writer < kWriters; ++writer) {
    const int acks = CountAcks(writer);
    acknowledged += acks;
    for (int i = 0; i < acks; ++i) {
      ASSERT_EQ(count[absl::StrCat(writer, ".", i)], 1)
          << "of writer " << writer << ", seed " << seed;
    }
  }
  for (const auto& [word, times] : count) ASSERT_EQ(times, 1) << word;
  EXPECT_GT(acknowledged, 0);
  EXPECT_LE(static_cast<int>(count.size()), acknowledged + kWriters);
  std::cout << kills << " kills, " << acknowledged << " acknowledged, "
            << revision << " in the ledger, seed " << seed << "\n";
}

}  // namespace
}  // namespace vigil::ledger
