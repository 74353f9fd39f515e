#include "services/common/base/mutex.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace vigil {
namespace {

TEST(MutexTest, ExcludesOtherThreads) {
  Mutex mutex;
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) {
        MutexLock lock(mutex);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count, 4000);
}

TEST(CondVarTest, WakesWhoWaits) {
  Mutex mutex;
  CondVar changed;
  bool ready = false;
  std::thread other([&] {
    MutexLock lock(mutex);
    ready = true;
    changed.NotifyAll();
  });
  {
    MutexLock lock(mutex);
    while (!ready) changed.Wait(mutex);
  }
  other.join();
}

TEST(CondVarTest, ReturnsAfterTheTimeout) {
  Mutex mutex;
  CondVar changed;
  MutexLock lock(mutex);
  changed.WaitFor(mutex, absl::Milliseconds(1));
  changed.WaitFor(mutex, absl::Milliseconds(-1));
}

TEST(SharedMutexTest, AWriterIsNotStarvedByReaders) {
  SharedMutex mutex;
  std::atomic<bool> written = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      // One reader or another always holds the lock.
      while (!written) {
        ReaderLock lock(mutex);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }
  {
    WriterLock lock(mutex);
    written = true;
  }
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace vigil
