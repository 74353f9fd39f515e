#include "services/common/ledger/folded.h"

#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {

Folded::Folded(Fold& fold, Feed& feed, const ReplicaOptions& options)
    : fold_(fold),
      feed_(feed),
      requests_(options.request_memory, options.max_requests) {}

Place Folded::place() const {
  ReaderLock lock(model_);
  return place_;
}

void Folded::SetReadable(bool readable) {
  WriterLock lock(model_);
  readable_ = readable;
}

bool Folded::readable() const {
  ReaderLock lock(model_);
  return readable_;
}

absl::Status Folded::Read(absl::FunctionRef<void()> read) const {
  ReaderLock lock(model_);
  if (!readable_) return NotReadyError();
  read();
  return absl::OkStatus();
}

absl::Status Folded::Read(
    absl::FunctionRef<void(const Place&, const RequestMemory&)> read) const {
  ReaderLock lock(model_);
  if (!readable_) return NotReadyError();
  read(place_, requests_);
  return absl::OkStatus();
}

absl::Status Folded::Apply(std::vector<Record> records) {
  absl::Status status;
  MutexLock turn(turn_);
  std::vector<std::shared_ptr<const Record>> applied;
  {
    WriterLock lock(model_);
    for (Record& record : records) {
      if (record.revision < place_.revision) continue;
      const bool again = record.revision == place_.revision;
      if (again && record.entry.id() == place_.id) continue;
      status = again ? LedgerDivergedError(place_.revision, record.revision)
                     : ApplyOne(record);
      if (!status.ok()) break;
      applied.push_back(std::make_shared<const Record>(std::move(record)));
    }
  }
  for (std::shared_ptr<const Record>& record : applied) {
    feed_.Push(std::move(record));
  }
  MutexLock lock(progress_);
  progressed_.NotifyAll();
  return status;
}

absl::Status Folded::ApplyOne(const Record& record) {
  if (record.revision != place_.revision + 1) {
    return absl::AbortedError("the model was cleared meanwhile");
  }
  if (record.entry.previous_id() != place_.id) {
    return LedgerDivergedError(place_.revision, record.revision);
  }
  if (const absl::Status status = fold_.Apply(record.entry, record.revision);
      !status.ok()) {
    readable_ = false;
    return LedgerUnreadableError(record.revision, status.message());
  }
  requests_.Remember(record.entry, record.revision);
  place_ = {.revision = record.revision, .id = record.entry.id()};
  revision_.store(record.revision);
  return absl::OkStatus();
}

absl::StatusOr<Snapshot> Folded::TakeSnapshot() const {
  MutexLock turn(turn_);
  ReaderLock lock(model_);
  if (!readable_) return NotReadyError();
  Snapshot snapshot{.revision = place_.revision, .entry_id = place_.id};
  std::vector<std::string> requests = requests_.Serialize();
  snapshot.chunks.push_back(absl::StrCat(requests.size()));
  for (std::vector<std::string> part :
       {std::move(requests), fold_.Serialize()}) {
    std::move(part.begin(), part.end(), std::back_inserter(snapshot.chunks));
  }
  return snapshot;
}

absl::Status Folded::Restore(Snapshot snapshot) {
  int64_t count = 0;
  const auto size = static_cast<int64_t>(snapshot.chunks.size());
  if (snapshot.chunks.empty() ||
      !absl::SimpleAtoi(snapshot.chunks.front(), &count) || count < 0 ||
      count >= size) {
    return SnapshotUnreadableError("its first chunk is not a number of chunks");
  }
  // They are large: nothing is copied.
  const auto begin = std::make_move_iterator(snapshot.chunks.begin() + 1);
  const auto requests_end = begin + count;
  const auto end = std::make_move_iterator(snapshot.chunks.end());
  MutexLock turn(turn_);
  WriterLock lock(model_);
  VIGIL_RETURN_IF_ERROR(
      requests_.Restore(std::vector<std::string>(begin, requests_end)));
  VIGIL_RETURN_IF_ERROR(
      fold_.Restore(std::vector<std::string>(requests_end, end)));
  place_ = {.revision = snapshot.revision, .id = snapshot.entry_id};
  revision_.store(snapshot.revision);
  feed_.StartAt(snapshot.revision);
  return absl::OkStatus();
}

void Folded::Clear() {
  MutexLock turn(turn_);
  WriterLock lock(model_);
  readable_ = false;
  fold_.Clear();
  requests_.Clear();
  place_ = {};
  revision_.store(0);
  feed_.StartAt(0);
}

bool Folded::WaitFor(int64_t revision, absl::Time deadline) const {
  MutexLock lock(progress_);
  while (revision_.load() < revision) {
    const absl::Duration left = TimeUntil(deadline);
    if (stopped_ || left <= absl::ZeroDuration()) return false;
    progressed_.WaitFor(progress_, left);
  }
  return true;
}

void Folded::StopWaiting() {
  MutexLock lock(progress_);
  stopped_ = true;
  progressed_.NotifyAll();
}

}  // namespace vigil::ledger
