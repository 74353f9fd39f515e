#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "vigil/ledger/v1/entry.pb.h"

namespace vigil::ledger {

using v1::Entry;

// An entry with its place in the ledger.
struct Record {
  int64_t revision = 0;
  Entry entry;
};

// What a ledger holds: the revisions that can be read, both 0 where it never
// had an entry. `first` is `last + 1` where all entries are trimmed.
struct Extent {
  int64_t first = 0;
  int64_t last = 0;
  // The id of the last entry; empty if it is trimmed or never was.
  std::string last_id;
};

// A model as it was at a revision. `entry_id` is the id of the entry with that
// revision, so that the chain can be checked from there.
struct Snapshot {
  int64_t revision = 0;
  std::string entry_id;
  std::vector<std::string> chunks;  // Each at most 16 MiB; joined they are one.
};

// An append-only sequence of entries with revisions 1, 2, 3 …, one for each
// service that owns data. Thread-safe. Calls block for at most the timeouts
// that the implementation was made with.
//
// Every call answers `UNAVAILABLE`, reason `STORE_UNAVAILABLE`, while the store
// is away, and `DATA_LOSS`, reason `LEDGER_UNREADABLE`, for stored bytes that
// are no entry.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // Appends 1 to 100 entries as the revisions `expected + 1` …, all or none,
  // if the last revision is `expected`. The first entry's `previous_id` must be
  // the id of the entry at `expected`. Returns the new last revision.
  //
  // Errors:
  //   ABORTED, LEDGER_CONFLICT: the last revision is above `expected`; nothing
  //     is appended. Metadata `top` is the last revision.
  //   DATA_LOSS, LEDGER_DIVERGED: the last revision is below `expected`, or
  //     the entry there is another one: the store has gone back.
  //   UNAVAILABLE, OUTCOME_UNKNOWN: the store went away while it was asked,
  //     and did not come back in time to say. Appending the same entries with
  //     the same `expected` again is always safe.
  virtual absl::StatusOr<int64_t> Append(absl::Span<const Entry> entries,
                                         int64_t expected) = 0;

  // Returns up to `limit` entries after the revision `after`, in order. Waits
  // up to `wait` for the first; none is not an error.
  //
  // Errors:
  //   OUT_OF_RANGE, REVISION_TRIMMED: `after + 1` is trimmed. Metadata
  //     `earliest_revision` is the first that can be asked for.
  virtual absl::StatusOr<std::vector<Record>> Read(int64_t after, int limit,
                                                   absl::Duration wait) = 0;

  // Returns what the ledger holds.
  virtual absl::StatusOr<Extent> GetExtent() = 0;

  // Replaces the snapshot, atomically. An older revision than the stored one
  // changes nothing, unless the stored one is no longer of this ledger.
  //
  // Errors:
  //   FAILED_PRECONDITION, SNAPSHOT_FOREIGN: the ledger does not reach its
  //     revision, or has another entry there.
  virtual absl::Status SaveSnapshot(const Snapshot& snapshot) = 0;

  // Returns the snapshot, or nothing if there is none.
  virtual absl::StatusOr<std::optional<Snapshot>> LoadSnapshot() = 0;

  // Removes the entries before the revision `first`, which a snapshot must
  // cover (`FAILED_PRECONDITION` otherwise, reason `SNAPSHOT_REQUIRED`).
  virtual absl::Status Trim(int64_t first) = 0;

  // Ends calls that wait, now and from now on, with `CANCELLED`.
  virtual void Stop() = 0;
};

}  // namespace vigil::ledger
