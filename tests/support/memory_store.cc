#include "tests/support/memory_store.h"

#include <algorithm>
#include <utility>

#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {

void MemoryStore::SetAway(bool away) {
  MutexLock lock(mutex_);
  away_ = away;
  changed_.NotifyAll();
}

void MemoryStore::SetFaults(std::function<Fault()> faults) {
  MutexLock lock(mutex_);
  faults_ = std::move(faults);
}

void MemoryStore::Rewind(int64_t revision) {
  MutexLock lock(mutex_);
  while (last() > revision && !entries_.empty()) entries_.pop_back();
  while (!snapshots_.empty() && snapshots_.back().revision > revision) {
    snapshots_.pop_back();
  }
}

void MemoryStore::DropSnapshots() {
  MutexLock lock(mutex_);
  snapshots_.clear();
}

void MemoryStore::PutSnapshot(Snapshot snapshot) {
  MutexLock lock(mutex_);
  snapshots_.push_back(std::move(snapshot));
}

int64_t MemoryStore::reads() const {
  MutexLock lock(mutex_);
  return reads_;
}

int64_t MemoryStore::appends() const {
  MutexLock lock(mutex_);
  return appends_;
}

absl::Status MemoryStore::Check() const {
  return away_ ? StoreUnavailableError("told to be away") : absl::OkStatus();
}

const Entry* MemoryStore::At(int64_t revision) const {
  if (revision < first_ || revision > last()) return nullptr;
  return &entries_[revision - first_];
}

bool MemoryStore::Holds(int64_t revision, const std::string& id) const {
  const Entry* const entry = At(revision);
  return revision <= last() && (entry == nullptr || entry->id() == id);
}

absl::StatusOr<int64_t> MemoryStore::Append(absl::Span<const Entry> entries,
                                            int64_t expected) {
  const auto count = static_cast<int64_t>(entries.size());
  const int64_t top = last();
  if (top > expected) {
    const Entry* const next = At(expected + 1);
    if (next != nullptr && next->id() == entries.front().id()) {
      return expected + count;
    }
    return LedgerConflictError(expected, top);
  }
  const Entry* const before = At(expected);
  if (top < expected ||
      (before != nullptr && before->id() != entries.front().previous_id())) {
    return LedgerDivergedError(expected, top);
  }
  entries_.insert(entries_.end(), entries.begin(), entries.end());
  ++appends_;
  changed_.NotifyAll();
  return last();
}

absl::StatusOr<int64_t> MemoryLedger::Append(absl::Span<const Entry> entries,
                                             int64_t expected) {
  MutexLock lock(store_.mutex_);
  if (entries.empty() || entries.size() > 100) {
    return absl::InternalError("an append takes 1 to 100 entries");
  }
  VIGIL_RETURN_IF_ERROR(store_.Check());
  const Fault fault = store_.faults_ ? store_.faults_() : Fault::kNone;
  if (fault == Fault::kAway) return StoreUnavailableError("fault");
  if (fault == Fault::kLostBefore) return OutcomeUnknownError("fault");
  absl::StatusOr<int64_t> revision = store_.Append(entries, expected);
  if (fault == Fault::kLostAfter) return OutcomeUnknownError("fault");
  return revision;
}

absl::StatusOr<std::vector<Record>> MemoryLedger::Read(int64_t after, int limit,
                                                       absl::Duration wait) {
  const auto end = SteadyNow() + absl::ToChronoMicroseconds(wait);
  MutexLock lock(store_.mutex_);
  ++store_.reads_;
  while (store_.last() <= after && !store_.away_) {
    const absl::Duration left = absl::FromChrono(end - SteadyNow());
    if (wait <= absl::ZeroDuration() || left <= absl::ZeroDuration()) break;
    if (stopped_) return LedgerStoppedError();
    store_.changed_.WaitFor(store_.mutex_, left);
  }
  VIGIL_RETURN_IF_ERROR(store_.Check());
  if (after + 1 < store_.first_) {
    return RevisionTrimmedError(after + 1, store_.first_);
  }
  std::vector<Record> records;
  for (int64_t revision = after + 1;
       revision <= store_.last() && records.size() < static_cast<size_t>(limit);
       ++revision) {
    records.push_back({.revision = revision, .entry = *store_.At(revision)});
  }
  return records;
}

absl::StatusOr<Extent> MemoryLedger::GetExtent() {
  MutexLock lock(store_.mutex_);
  VIGIL_RETURN_IF_ERROR(store_.Check());
  if (store_.last() == 0) return Extent{};
  const Entry* const entry = store_.At(store_.last());
  return Extent{.first = store_.first_,
                .last = store_.last(),
                .last_id = entry == nullptr ? "" : entry->id()};
}

absl::Status MemoryLedger::SaveSnapshot(const Snapshot& snapshot) {
  MutexLock lock(store_.mutex_);
  VIGIL_RETURN_IF_ERROR(store_.Check());
  if (!store_.Holds(snapshot.revision, snapshot.entry_id)) {
    return SnapshotForeignError(snapshot.revision);
  }
  std::vector<Snapshot>& stored = store_.snapshots_;
  const bool older =
      !stored.empty() && stored.back().revision >= snapshot.revision &&
      store_.Holds(stored.back().revision, stored.back().entry_id);
  if (!older) stored.push_back(snapshot);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Snapshot>> MemoryLedger::LoadSnapshot() {
  MutexLock lock(store_.mutex_);
  VIGIL_RETURN_IF_ERROR(store_.Check());
  if (store_.snapshots_.empty()) return std::nullopt;
  return store_.snapshots_.back();
}

absl::Status MemoryLedger::Trim(int64_t first) {
  MutexLock lock(store_.mutex_);
  VIGIL_RETURN_IF_ERROR(store_.Check());
  const std::vector<Snapshot>& stored = store_.snapshots_;
  if (stored.empty() || stored.back().revision < first - 1) {
    return SnapshotRequiredError(first);
  }
  while (store_.first_ < first && !store_.entries_.empty()) {
    store_.entries_.pop_front();
    ++store_.first_;
  }
  return absl::OkStatus();
}

void MemoryLedger::Stop() {
  MutexLock lock(store_.mutex_);
  stopped_ = true;
  store_.changed_.NotifyAll();
}

}  // namespace vigil::ledger
