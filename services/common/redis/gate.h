#pragma once

#include <chrono>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "services/common/base/backoff.h"
#include "services/common/base/mutex.h"

namespace vigil::redis {

// Lets connection attempts through: freely while they succeed; after a failure
// one at a time, and only when a pause of 50 ms to 2 s has passed. Everybody
// else is turned away at once, so that nobody hangs and no storm of connections
// meets a Redis that comes back. Thread-safe.
class Gate {
 public:
  // OK lets the caller try; the caller then tells what came of it.
  // `UNAVAILABLE`, reason `STORE_UNAVAILABLE`: not now.
  absl::Status Enter();
  void Succeeded();
  void Failed();

 private:
  Mutex mutex_;
  bool failing_ ABSL_GUARDED_BY(mutex_) = false;
  bool somebody_tries_ ABSL_GUARDED_BY(mutex_) = false;
  std::chrono::steady_clock::time_point open_time_ ABSL_GUARDED_BY(mutex_);
  Backoff backoff_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::redis
