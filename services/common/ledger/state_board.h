#pragma once

#include <atomic>
#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/replica.h"

namespace vigil::ledger {

// The state of a replica, for all to see. Thread-safe.
class StateBoard {
 public:
  ReplicaState state() const { return state_.load(); }

  // Tells the listener, if it is another state. What is stopped stays so.
  void Set(ReplicaState state) {
    MutexLock lock(mutex_);
    const ReplicaState old = state_.load();
    if (old == state || old == ReplicaState::kStopped) return;
    state_.store(state);
    if (changed_) changed_(state);
  }

  void OnChange(std::function<void(ReplicaState)> changed) {
    MutexLock lock(mutex_);
    changed_ = std::move(changed);
  }

 private:
  Mutex mutex_;
  std::atomic<ReplicaState> state_ = ReplicaState::kStarting;
  std::function<void(ReplicaState)> changed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::ledger
