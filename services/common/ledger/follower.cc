#include "services/common/ledger/follower.h"

#include <utility>
#include <vector>

#include "services/common/base/backoff.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

constexpr int kPageEntries = 128;
// How long a read waits for the next entry; then the place is checked.
constexpr absl::Duration kWait = absl::Milliseconds(500);
// How long it holds back at most while commits are under way.
constexpr int kHoldBacks = 5;
constexpr absl::Duration kHoldBack = absl::Milliseconds(10);

bool IsAway(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable;
}

}  // namespace

Follower::Follower(Ledger& ledger, Folded& folded, Feed& feed,
                   StateBoard& state, std::function<bool()> busy)
    : ledger_(ledger),
      folded_(folded),
      feed_(feed),
      state_(state),
      busy_(std::move(busy)) {}

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Follower::Stop() {
  stop_.Stop();
  if (!thread_.joinable()) return;
  ledger_.Stop();
  thread_.join();
}

void Follower::Run() {
  Backoff backoff(absl::Seconds(1), absl::Seconds(60));
  while (!stop_.stopped()) {
    absl::Status status = Load();
    if (status.ok()) {
      backoff.Reset();
      status = Follow();
    }
    if (stop_.stopped()) return;
    StartOver(status);
    if (!IsDiverged(status)) stop_.SleepFor(backoff.Next());
  }
}

void Follower::StartOver(const absl::Status& why) {
  LogError(IsDiverged(why) ? "THE STORE HAS GONE BACK: reads and writes stop, "
                             "the model is built again"
                           : "the ledger cannot be followed",
           {{"error", why.message()}, {"revision", folded_.revision()}});
  state_.Set(IsDiverged(why) ? ReplicaState::kDiverged
                             : ReplicaState::kUnreadable);
  folded_.Clear();
  feed_.Reset();
}

absl::Status Follower::Load() {
  Backoff backoff;
  bool use_snapshot = true;
  while (!stop_.stopped()) {
    absl::Status status = LoadOnce(use_snapshot);
    if (status.ok()) {
      LogInfo("caught up", {{"revision", folded_.revision()},
                            {"snapshot", restored_revision()}});
      return status;
    }
    const bool again = IsAway(status) || IsTrimmed(status) ||
                       (IsDiverged(status) && use_snapshot);
    if (!again) return status;
    LogWarning("catching up begins again", {{"error", status.message()}});
    // What does not follow from the snapshot may follow from the beginning.
    use_snapshot = !IsDiverged(status);
    folded_.Clear();
    stop_.SleepFor(backoff.Next());
  }
  return absl::CancelledError();
}

absl::Status Follower::LoadOnce(bool use_snapshot) {
  VIGIL_ASSIGN_OR_RETURN(const Extent extent, ledger_.GetExtent());
  feed_.HeardOf(extent.last);
  bool restored = false;
  if (use_snapshot) {
    VIGIL_ASSIGN_OR_RETURN(restored, RestoreSnapshot(extent));
  }
  if (!restored && extent.first > 1) {
    return SnapshotUnreadableError(
        "none fits, and the first entries are trimmed");
  }
  while (!stop_.stopped()) {
    VIGIL_ASSIGN_OR_RETURN(
        std::vector<Record> records,
        ledger_.Read(folded_.revision(), kPageEntries, absl::ZeroDuration()));
    if (records.empty()) break;
    VIGIL_RETURN_IF_ERROR(folded_.Apply(std::move(records)));
  }
  folded_.SetReadable(true);
  feed_.SetReady();
  return absl::OkStatus();
}

absl::StatusOr<bool> Follower::RestoreSnapshot(const Extent& extent) {
  restored_revision_.store(0);
  absl::StatusOr<std::optional<Snapshot>> snapshot = ledger_.LoadSnapshot();
  if (IsAway(snapshot.status())) return snapshot.status();
  absl::Status status = snapshot.status();
  int64_t revision = 0;
  if (status.ok()) {
    if (!snapshot->has_value()) return false;
    revision = (*snapshot)->revision;
    VIGIL_ASSIGN_OR_RETURN(const bool ours, IsOurs(**snapshot, extent));
    status = ours ? folded_.Restore(*std::move(*snapshot))
                  : SnapshotForeignError(revision);
  }
  if (!status.ok()) {
    LogError("the snapshot is passed over", {{"error", status.message()}});
    folded_.Clear();
    return false;
  }
  restored_revision_.store(revision);
  return true;
}

absl::StatusOr<bool> Follower::IsOurs(const Snapshot& snapshot,
                                      const Extent& extent) {
  if (snapshot.revision > extent.last) return false;
  if (snapshot.revision < extent.first) return true;  // Told by the next one.
  VIGIL_ASSIGN_OR_RETURN(
      const std::vector<Record> records,
      ledger_.Read(snapshot.revision - 1, 1, absl::ZeroDuration()));
  return !records.empty() && records.front().entry.id() == snapshot.entry_id;
}

absl::Status Follower::Follow() {
  Backoff backoff(absl::Milliseconds(50), absl::Milliseconds(500));
  bool was_away = false;
  state_.Set(ReplicaState::kServing);
  while (!stop_.stopped()) {
    for (int i = 0; i < kHoldBacks && busy_(); ++i) stop_.SleepFor(kHoldBack);
    absl::Status status = FollowOnce(was_away);
    if (status.ok()) {
      if (was_away) LogInfo("the store is back");
      was_away = false;
      backoff.Reset();
      state_.Set(ReplicaState::kServing);
      continue;
    }
    if (!IsAway(status)) return status;
    if (!was_away) {
      LogWarning("the store is away", {{"error", status.message()}});
    }
    was_away = true;
    state_.Set(ReplicaState::kStoreAway);
    stop_.SleepFor(backoff.Next());
  }
  return absl::OkStatus();
}

absl::Status Follower::FollowOnce(bool& was_away) {
  const Place place = folded_.place();
  // A commit has found out that the store has gone back.
  if (!folded_.readable()) return LedgerDivergedError(place.revision, 0);
  absl::StatusOr<std::vector<Record>> records = ledger_.Read(
      place.revision, kPageEntries, was_away ? absl::ZeroDuration() : kWait);
  // Commits have applied what was trimmed before it was read here.
  if (IsTrimmed(records.status()) &&
      folded_.place().revision > place.revision) {
    return absl::OkStatus();
  }
  VIGIL_RETURN_IF_ERROR(records.status());
  const bool quiet = records->empty();
  const absl::Status applied = folded_.Apply(*std::move(records));
  if (!quiet) feed_.Wake();
  VIGIL_RETURN_IF_ERROR(applied);
  return quiet || was_away ? CheckPlace(place) : absl::OkStatus();
}

// `place` was read before: the ledger can only have gone further since.
absl::Status Follower::CheckPlace(const Place& place) {
  VIGIL_ASSIGN_OR_RETURN(const Extent extent, ledger_.GetExtent());
  feed_.HeardOf(extent.last);
  const bool other = extent.last == place.revision && !extent.last_id.empty() &&
                     extent.last_id != place.id;
  if (extent.last < place.revision || other) {
    return LedgerDivergedError(place.revision, extent.last);
  }
  return absl::OkStatus();
}

}  // namespace vigil::ledger
