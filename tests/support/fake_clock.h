#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"

namespace vigil {

// A clock that stands still until it is told otherwise. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    MutexLock lock(mutex_);
    return now_;
  }

  void Advance(absl::Duration duration) {
    MutexLock lock(mutex_);
    now_ += duration;
  }

  void Set(absl::Time now) {
    MutexLock lock(mutex_);
    now_ = now;
  }

 private:
  mutable Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil
