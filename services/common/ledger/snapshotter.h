#pragma once

#include <cstdint>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/folded.h"
#include "services/common/ledger/follower.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/replica.h"
#include "services/common/ledger/stop_signal.h"

namespace vigil::ledger {

// Saves snapshots, on a thread of its own, and trims what they cover when its
// retention is over. Commits wait while the model is serialized: so that they
// wait at most a twentieth of the time, the pause after a snapshot is at least
// 20 times as long as it took.
class Snapshotter {
 public:
  Snapshotter(Ledger& ledger, const Folded& folded, const Follower& follower,
              const Clock& clock, const ReplicaOptions& options);
  ~Snapshotter() { Stop(); }

  void Start();
  // Saves a last snapshot if there is something new.
  void Stop();

 private:
  void Run();
  absl::Status Save();
  absl::Status Trim();

  Ledger& ledger_;
  const Folded& folded_;
  const Follower& follower_;
  const Clock& clock_;
  const ReplicaOptions options_;
  const int64_t interval_;
  StopSignal stop_;
  std::thread thread_;
  int64_t saved_revision_ = 0;  // Only for `thread_`, and `Stop` after it.
};

}  // namespace vigil::ledger
