#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"

namespace vigil::ledger {

// Tells threads to end, and lets them sleep no longer than until then.
// Thread-safe.
class StopSignal {
 public:
  void Stop() {
    MutexLock lock(mutex_);
    stopped_ = true;
    changed_.NotifyAll();
  }

  bool stopped() const {
    MutexLock lock(mutex_);
    return stopped_;
  }

  // Returns false if it is time to end.
  bool SleepFor(absl::Duration duration) {
    const auto end = SteadyNow() + absl::ToChronoMicroseconds(duration);
    MutexLock lock(mutex_);
    while (!stopped_ && SteadyNow() < end) {
      changed_.WaitFor(mutex_, absl::FromChrono(end - SteadyNow()));
    }
    return !stopped_;
  }

 private:
  mutable Mutex mutex_;
  CondVar changed_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace vigil::ledger
