#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/command_queue.h"
#include "services/common/ledger/feed.h"
#include "services/common/ledger/folded.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/replica.h"
#include "services/common/ledger/state_board.h"
#include "services/common/ledger/stop_signal.h"

namespace vigil::ledger {

// Decides commands and appends what they lead to, on a thread of its own.
// Commands of different scopes go together ("group commit"): while one batch is
// on its way to the disk, the next one gathers. Thread-safe.
class Committer {
 public:
  Committer(Ledger& ledger, Folded& folded, Feed& feed, const Clock& clock,
            StateBoard& state, const ReplicaOptions& options);
  ~Committer() { Stop(); }

  void Start();
  // Ends what is under way and turns away the rest.
  void Stop();

  void Commit(Command command, ReplicaCore::Decide decide, Done done) {
    queue_.Add(std::move(command), std::move(decide), std::move(done));
  }

  // Whether commands are being committed just now, or were a moment ago.
  bool busy() const;

 private:
  // Commands that were decided, with their entries in the order of a batch.
  struct Outcome;
  struct Batch {
    bool Fits(const std::vector<Entry>& more) const;
    void Add(Pending pending, Outcome outcome);

    int64_t expected = 0;  // The revision at which they were decided.
    std::vector<Pending> commands;
    std::vector<std::string> answers;  // Of `commands`.
    std::vector<int64_t> revisions;    // Of `commands`, once appended.
    std::vector<Entry> entries;
    std::string last_id;  // Of `entries`, or of the entry before them.
    int64_t bytes = 0;
    std::vector<Pending> put_off;  // Not decided: the entries are too many.
  };

  void Run();
  void Process(std::vector<Pending> commands);
  // Decides what can be decided, answers what needs no entry.
  Batch DecideAll(std::vector<Pending> commands);
  Outcome DecideOne(const Pending& pending, const Place& place,
                    const RequestMemory& requests,
                    const std::string& previous_id) const;
  // Appends, and asks again while the outcome is unknown.
  absl::Status Append(const Batch& batch);
  void Succeed(Batch batch);
  absl::Status CatchUp();
  // Deals with a failed append; true if the commands may be decided again.
  bool Recover(const absl::Status& status, Batch& batch);

  Ledger& ledger_;
  Folded& folded_;
  Feed& feed_;
  const Clock& clock_;
  StateBoard& state_;
  const ReplicaOptions options_;
  CommandQueue queue_;
  StopSignal stop_;
  std::atomic<bool> busy_ = false;
  std::atomic<std::chrono::steady_clock::time_point> idle_since_;
  std::thread thread_;
};

}  // namespace vigil::ledger
