#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/replica.h"
#include "services/common/ledger/state_board.h"

namespace vigil::ledger {

// A command on its way.
struct Pending {
  Command command;
  ReplicaCore::Decide decide;
  Done done;
  // When it no longer waits for a store that is away.
  std::chrono::steady_clock::time_point give_up_time;
};

// The commands that wait to be decided, in order. They wait here, too, while
// the replica cannot write, and are turned away when their patience ends.
// Thread-safe.
class CommandQueue {
 public:
  static constexpr size_t kMaxCommands = 10'000;
  static constexpr size_t kMaxBatch = 100;

  CommandQueue(const StateBoard& state, absl::Duration patience)
      : state_(state), patience_(patience) {}

  // Adds a command, or turns it away at once.
  void Add(Command command, ReplicaCore::Decide decide, Done done);

  // Waits until the replica serves and there are commands. Returns those that
  // may be decided side by side: the first, and those behind it while their
  // scopes and request ids all differ. Returns none when stopped.
  std::vector<Pending> Take();

  // Puts commands back in front, as none of them has happened. Those whose
  // patience has ended are turned away with `why`, unless that is OK.
  void PutBack(std::vector<Pending> batch, const absl::Status& why);

  // Turns away everything, now and from now on.
  void Stop();
  bool stopped() const;
  bool empty() const;

 private:
  std::vector<Pending> TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<Pending> TakeImpatient() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Refusal() const;

  const StateBoard& state_;
  const absl::Duration patience_;
  mutable Mutex mutex_;
  CondVar changed_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Pending> queue_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::ledger
