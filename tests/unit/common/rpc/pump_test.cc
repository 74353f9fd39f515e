#include "services/common/rpc/pump.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"

namespace vigil::rpc {
namespace {

// Counts what the pump does to it.
class Stream final : public Pumped {
 public:
  explicit Stream(bool unwelcome = false) : unwelcome_(unwelcome) {}

  void Advance() override {
    MutexLock lock(mutex_);
    ++advanced_;
    changed_.NotifyAll();
  }
  bool TakeTurnIfSilent(
      std::chrono::steady_clock::time_point silent_since) override {
    MutexLock lock(mutex_);
    if (written_ > silent_since) return false;
    written_ = SteadyNow();
    return true;
  }
  bool TakeTurnIfUnwelcome() override { return unwelcome_; }
  bool TakeTurnToStop() override {
    MutexLock lock(mutex_);
    stopped_ = true;
    return true;
  }

  bool WaitForAdvances(int count) {
    MutexLock lock(mutex_);
    for (int i = 0; i < 500 && advanced_ < count; ++i) {
      changed_.WaitFor(mutex_, absl::Milliseconds(10));
    }
    return advanced_ >= count;
  }
  int advances() {
    MutexLock lock(mutex_);
    return advanced_;
  }
  bool stopped() {
    MutexLock lock(mutex_);
    return stopped_;
  }

 private:
  const bool unwelcome_;
  Mutex mutex_;
  CondVar changed_;
  int advanced_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::chrono::steady_clock::time_point written_ ABSL_GUARDED_BY(mutex_) =
      SteadyNow();
};

TEST(PumpTest, AdvancesWhatIsScheduled) {
  Pump pump(absl::Hours(1), 10);
  const auto stream = std::make_shared<Stream>();
  ASSERT_TRUE(pump.Add(stream));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 100; ++j) pump.Schedule(stream);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(stream->WaitForAdvances(400));
}

TEST(PumpTest, FindsSilentStreams) {
  Pump pump(absl::Milliseconds(40), 10);
  const auto stream = std::make_shared<Stream>();
  ASSERT_TRUE(pump.Add(stream));
  EXPECT_TRUE(stream->WaitForAdvances(3));
}

TEST(PumpTest, TakesSoManyStreamsAndNoMore) {
  Pump pump(absl::Hours(1), 2);
  const auto first = std::make_shared<Stream>();
  const auto second = std::make_shared<Stream>();
  const auto third = std::make_shared<Stream>();
  EXPECT_TRUE(pump.Add(first));
  EXPECT_TRUE(pump.Add(second));
  EXPECT_FALSE(pump.Add(third));
  pump.Remove(first.get());
  EXPECT_TRUE(pump.Add(third));
  EXPECT_EQ(pump.size(), 2U);
}

TEST(PumpTest, DismissesOnlyWhoIsUnwelcome) {
  Pump pump(absl::Hours(1), 10);
  const auto welcome = std::make_shared<Stream>();
  const auto unwelcome = std::make_shared<Stream>(true);
  ASSERT_TRUE(pump.Add(welcome));
  ASSERT_TRUE(pump.Add(unwelcome));
  pump.DismissUnwelcome();
  EXPECT_TRUE(unwelcome->WaitForAdvances(1));
  EXPECT_EQ(welcome->advances(), 0);
}

TEST(PumpTest, StopEndsAllStreamsAndTakesNoMore) {
  Pump pump(absl::Hours(1), 10);
  const auto stream = std::make_shared<Stream>();
  ASSERT_TRUE(pump.Add(stream));
  pump.Stop();
  EXPECT_TRUE(stream->stopped());
  EXPECT_TRUE(stream->WaitForAdvances(1));
  EXPECT_FALSE(pump.Add(std::make_shared<Stream>()));
}

TEST(PumpTest, WhatIsScheduledIsDoneBeforeItGoes) {
  const auto stream = std::make_shared<Stream>();
  {
    Pump pump(absl::Hours(1), 10);
    for (int i = 0; i < 100; ++i) pump.Schedule(stream);
  }
  EXPECT_TRUE(stream->WaitForAdvances(100));
}

}  // namespace
}  // namespace vigil::rpc
