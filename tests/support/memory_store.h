#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/ledger.h"

namespace vigil::ledger {

// What may befall an append.
enum class Fault {
  kNone,
  kAway,        // The store cannot be reached: STORE_UNAVAILABLE.
  kLostBefore,  // OUTCOME_UNKNOWN; nothing was appended.
  kLostAfter,   // OUTCOME_UNKNOWN; it was appended.
};

// What ledgers in memory share, as ledgers in Redis share a server. A test can
// take it away, lose its answers, and let it go back in time. Thread-safe.
class MemoryStore {
 public:
  // While away every call answers STORE_UNAVAILABLE.
  void SetAway(bool away);
  // Asked before each append.
  void SetFaults(std::function<Fault()> faults);
  // Forgets the entries after `revision`, and snapshots of them.
  void Rewind(int64_t revision);
  // Forgets all snapshots, or gives it one that nobody checks.
  void DropSnapshots();
  void PutSnapshot(Snapshot snapshot);
  // How often something was read or appended.
  int64_t reads() const;
  int64_t appends() const;

 private:
  friend class MemoryLedger;

  absl::Status Check() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  int64_t last() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return first_ - 1 + static_cast<int64_t>(entries_.size());
  }
  // The entry at `revision`, or null.
  const Entry* At(int64_t revision) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Holds(int64_t revision, const std::string& id) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<int64_t> Append(absl::Span<const Entry> entries,
                                 int64_t expected)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  CondVar changed_;
  bool away_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<Fault()> faults_ ABSL_GUARDED_BY(mutex_);
  // The entries from the revision `first_` on.
  std::deque<Entry> entries_ ABSL_GUARDED_BY(mutex_);
  int64_t first_ ABSL_GUARDED_BY(mutex_) = 1;
  std::vector<Snapshot> snapshots_ ABSL_GUARDED_BY(mutex_);
  int64_t reads_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t appends_ ABSL_GUARDED_BY(mutex_) = 0;
};

// A ledger in memory, for tests: the same contract as the one in Redis.
class MemoryLedger final : public Ledger {
 public:
  // `store` must outlive it.
  explicit MemoryLedger(MemoryStore& store) : store_(store) {}

  absl::StatusOr<int64_t> Append(absl::Span<const Entry> entries,
                                 int64_t expected) override;
  absl::StatusOr<std::vector<Record>> Read(int64_t after, int limit,
                                           absl::Duration wait) override;
  absl::StatusOr<Extent> GetExtent() override;
  absl::Status SaveSnapshot(const Snapshot& snapshot) override;
  absl::StatusOr<std::optional<Snapshot>> LoadSnapshot() override;
  absl::Status Trim(int64_t first) override;
  void Stop() override;

 private:
  MemoryStore& store_;
  bool stopped_ ABSL_GUARDED_BY(store_.mutex_) = false;
};

}  // namespace vigil::ledger
