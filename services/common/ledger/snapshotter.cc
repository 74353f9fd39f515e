#include "services/common/ledger/snapshotter.h"

#include <algorithm>
#include <vector>

#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"

namespace vigil::ledger {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(100);
constexpr absl::Duration kPauseAfterFailure = absl::Seconds(5);
constexpr int kPauseFactor = 20;
constexpr int kPageEntries = 128;
// How many entries are looked at for trimming after one snapshot.
constexpr int64_t kMaxTrimmed = 10'000;

}  // namespace

Snapshotter::Snapshotter(Ledger& ledger, const Folded& folded,
                         const Follower& follower, const Clock& clock,
                         const ReplicaOptions& options)
    : ledger_(ledger),
      folded_(folded),
      follower_(follower),
      clock_(clock),
      options_(options),
      interval_(std::max<int64_t>(1, options.snapshot_interval)) {}

void Snapshotter::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Snapshotter::Stop() {
  stop_.Stop();
  if (!thread_.joinable()) return;
  thread_.join();
  saved_revision_ = std::max(saved_revision_, follower_.restored_revision());
  if (!folded_.readable() || folded_.revision() <= saved_revision_) return;
  if (const absl::Status status = Save(); !status.ok()) {
    LogWarning("the last snapshot is not saved", {{"error", status.message()}});
  }
}

void Snapshotter::Run() {
  absl::Duration pause = kPause;
  while (stop_.SleepFor(pause)) {
    pause = kPause;
    saved_revision_ = std::max(saved_revision_, follower_.restored_revision());
    const int64_t revision = folded_.revision();
    // The ledger may have gone back below what was saved.
    saved_revision_ = std::min(saved_revision_, revision);
    const bool due = revision - saved_revision_ >= interval_;
    if (!due || !folded_.readable()) continue;
    const auto start = SteadyNow();
    const absl::Status status = Save();
    pause =
        std::max(kPause, absl::FromChrono(SteadyNow() - start) * kPauseFactor);
    if (status.ok()) continue;
    LogWarning("a snapshot is not saved", {{"error", status.message()}});
    pause = kPauseAfterFailure;
  }
}

absl::Status Snapshotter::Save() {
  VIGIL_ASSIGN_OR_RETURN(const Snapshot snapshot, folded_.TakeSnapshot());
  VIGIL_RETURN_IF_ERROR(ledger_.SaveSnapshot(snapshot));
  saved_revision_ = snapshot.revision;
  LogInfo("saved a snapshot", {{"revision", snapshot.revision}});
  return Trim();
}

// Removes what is both covered and older than the retention, but never the
// entry of the snapshot itself: it tells whether the snapshot is believed.
absl::Status Snapshotter::Trim() {
  const absl::Time cutoff = clock_.Now() - options_.retention;
  VIGIL_ASSIGN_OR_RETURN(const Extent extent, ledger_.GetExtent());
  int64_t keep = extent.first;
  bool old = true;
  while (old && keep < saved_revision_ && keep - extent.first < kMaxTrimmed) {
    VIGIL_ASSIGN_OR_RETURN(
        const std::vector<Record> records,
        ledger_.Read(keep - 1, kPageEntries, absl::ZeroDuration()));
    for (const Record& record : records) {
      old =
          absl::FromUnixSeconds(record.entry.recorded_at().seconds()) < cutoff;
      if (!old || record.revision >= saved_revision_) break;
      keep = record.revision + 1;
    }
    if (records.empty()) break;
  }
  return keep > extent.first ? ledger_.Trim(keep) : absl::OkStatus();
}

}  // namespace vigil::ledger
