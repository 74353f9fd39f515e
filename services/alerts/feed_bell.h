#pragma once

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "services/common/base/mutex.h"

namespace vigil::alerts {

// Rung when feeds have changed. Thread-safe.
class FeedBell {
 public:
  void Ring() {
    MutexLock lock(mutex_);
    ++rings_;
    rung_.NotifyAll();
  }

  void Stop() {
    MutexLock lock(mutex_);
    stopped_ = true;
    rung_.NotifyAll();
  }

  // Waits until it has been rung since `rings`, which it updates. False: it was
  // stopped.
  bool Wait(int64_t& rings) {
    MutexLock lock(mutex_);
    while (rings == rings_ && !stopped_) rung_.Wait(mutex_);
    rings = rings_;
    return !stopped_;
  }

 private:
  Mutex mutex_;
  CondVar rung_;
  int64_t rings_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace vigil::alerts
