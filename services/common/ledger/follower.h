#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "absl/status/status.h"
#include "services/common/ledger/feed.h"
#include "services/common/ledger/folded.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/replica.h"
#include "services/common/ledger/state_board.h"
#include "services/common/ledger/stop_signal.h"

namespace vigil::ledger {

// Brings the model up to the ledger and keeps it there, on a thread of its own:
// from the snapshot, then the entries after it, then as they come. It alone
// says in which state the replica is, and it rebuilds the model when the store
// has gone back. Thread-safe.
//
// A snapshot is believed if the ledger has its entry: the one at its revision,
// or, where that is trimmed, as the one before the next. A snapshot above the
// last entry, or from another history, is passed over, as is one that the model
// cannot restore; then all entries are needed from the first on.
class Follower {
 public:
  // `busy` tells that commits are under way, which apply their own entries:
  // the follower then holds back, so as not to read each of them again.
  Follower(Ledger& ledger, Folded& folded, Feed& feed, StateBoard& state,
           std::function<bool()> busy);
  ~Follower() { Stop(); }

  void Start();
  void Stop();

  // The revision of the snapshot that the model was restored from last.
  int64_t restored_revision() const { return restored_revision_.load(); }

 private:
  void Run();
  // Each returns when there is an error, or it is time to stop.
  absl::Status Load();
  absl::Status LoadOnce(bool use_snapshot);
  absl::Status Follow();
  absl::Status FollowOnce(bool& was_away);

  // False if there is no snapshot to be believed.
  absl::StatusOr<bool> RestoreSnapshot(const Extent& extent);
  absl::StatusOr<bool> IsOurs(const Snapshot& snapshot, const Extent& extent);
  absl::Status CheckPlace(const Place& place);
  void StartOver(const absl::Status& why);

  Ledger& ledger_;
  Folded& folded_;
  Feed& feed_;
  StateBoard& state_;
  const std::function<bool()> busy_;
  StopSignal stop_;
  std::atomic<int64_t> restored_revision_ = 0;
  std::thread thread_;
};

}  // namespace vigil::ledger
