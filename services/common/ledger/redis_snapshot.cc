// The part of RedisLedger that keeps snapshots.
#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/random.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/errors.h"
#include "services/common/ledger/redis_ledger.h"

namespace vigil::ledger {
namespace {

// Redis, one thread, is busy with a piece for a few milliseconds.
constexpr size_t kPieceSize = 2 << 20;
// What a crash has left half-written goes after this many seconds.
constexpr absl::string_view kStagedLifetime = "3600";
// How often a snapshot may be replaced while it is being loaded.
constexpr int kMaxLoads = 10;

std::string PieceName(absl::string_view token, int64_t number) {
  return absl::StrCat(token, ":", number);
}

std::string SizesOf(const Snapshot& snapshot) {
  return absl::StrJoin(snapshot.chunks, ",",
                       [](std::string* out, const std::string& chunk) {
                         absl::StrAppend(out, chunk.size());
                       });
}

absl::StatusOr<std::vector<size_t>> ParseSizes(absl::string_view text) {
  std::vector<size_t> sizes;
  for (const absl::string_view part :
       absl::StrSplit(text, ',', absl::SkipEmpty())) {
    size_t size = 0;
    if (!absl::SimpleAtoi(part, &size)) {
      return SnapshotUnreadableError("its sizes are not numbers");
    }
    sizes.push_back(size);
  }
  return sizes;
}

}  // namespace

absl::Status RedisLedger::SaveSnapshot(const Snapshot& snapshot) {
  const std::string token = absl::BytesToHexString(RandomBytes(8));
  const std::string staged =
      absl::StrCat("vigil:{", options_.service, "}:staged:", token);
  absl::Status written = StageSnapshot(snapshot, token, staged);
  if (!written.ok()) {
    // If that fails, too, it expires.
    pool_.Run({"UNLINK", staged}).IgnoreError();
    return written;
  }
  const std::string revision = absl::StrCat(snapshot.revision);
  absl::StatusOr<redis::Reply> reply =
      pool_.Run({"FCALL", "ledger_install", "3", ledger_key_, snapshot_key_,
                 staged, revision, snapshot.entry_id});
  if (IsOutcomeUnknown(reply.status())) {
    return StoreUnavailableError(reply.status().message());
  }
  VIGIL_RETURN_IF_ERROR(reply.status());
  if (reply->text() == "FOREIGN") {
    return SnapshotForeignError(snapshot.revision);
  }
  return absl::OkStatus();
}

absl::Status RedisLedger::StageSnapshot(const Snapshot& snapshot,
                                        absl::string_view token,
                                        absl::string_view staged) {
  const std::string revision = absl::StrCat(snapshot.revision);
  const std::string sizes = SizesOf(snapshot);
  VIGIL_RETURN_IF_ERROR(Ask({"HSET", staged, "revision", revision, "id",
                             snapshot.entry_id, "token", token, "sizes", sizes})
                            .status());
  VIGIL_RETURN_IF_ERROR(Ask({"EXPIRE", staged, kStagedLifetime}).status());
  int64_t number = 0;
  for (const absl::string_view chunk : snapshot.chunks) {
    for (size_t offset = 0; offset < chunk.size(); offset += kPieceSize) {
      const std::string name = PieceName(token, number++);
      VIGIL_RETURN_IF_ERROR(
          Ask({"HSET", staged, name, chunk.substr(offset, kPieceSize)})
              .status());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Snapshot>> RedisLedger::LoadSnapshot() {
  absl::StatusOr<std::optional<Snapshot>> snapshot;
  for (int i = 0; i < kMaxLoads; ++i) {
    snapshot = LoadSnapshotOnce();
    if (!IsConflict(snapshot.status())) break;
  }
  return snapshot;
}

// `ABORTED` if it was replaced meanwhile.
absl::StatusOr<std::optional<Snapshot>> RedisLedger::LoadSnapshotOnce() {
  VIGIL_ASSIGN_OR_RETURN(
      const redis::Reply facts,
      Ask({"HMGET", snapshot_key_, "revision", "id", "token", "sizes"}));
  if (facts[0].IsNil()) return std::nullopt;
  Snapshot snapshot;
  snapshot.entry_id = std::string(facts[1].text());
  if (!absl::SimpleAtoi(facts[0].text(), &snapshot.revision)) {
    return SnapshotUnreadableError("its revision is no number");
  }
  VIGIL_ASSIGN_OR_RETURN(const std::vector<size_t> sizes,
                         ParseSizes(facts[3].text()));
  int64_t number = 0;
  for (const size_t size : sizes) {
    std::string& chunk = snapshot.chunks.emplace_back();
    while (chunk.size() < size) {
      const std::string name = PieceName(facts[2].text(), number++);
      VIGIL_ASSIGN_OR_RETURN(const redis::Reply piece,
                             Ask({"HGET", snapshot_key_, name}));
      if (piece.text().empty()) {
        return absl::AbortedError("the snapshot was replaced while it loaded");
      }
      chunk.append(piece.text().data(), piece.text().size());
    }
    if (chunk.size() != size) return SnapshotUnreadableError("wrong size");
  }
  return snapshot;
}

absl::Status RedisLedger::Trim(int64_t first) {
  const std::string first_text = absl::StrCat(first);
  VIGIL_ASSIGN_OR_RETURN(const redis::Reply removed,
                         Ask({"FCALL", "ledger_trim", "2", ledger_key_,
                              snapshot_key_, first_text}));
  if (removed.integer() < 0) return SnapshotRequiredError(first);
  return absl::OkStatus();
}

}  // namespace vigil::ledger
