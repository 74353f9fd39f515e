#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/feed.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/replica.h"
#include "services/common/ledger/request_memory.h"

namespace vigil::ledger {

// Where in the ledger a model is.
struct Place {
  int64_t revision = 0;
  std::string id;  // Of the entry there.

  bool operator==(const Place&) const = default;
};

// The model, with its place in the ledger and the requests it remembers, and
// the locks around them. Entries may be applied by any thread: what is applied
// already is passed over. Thread-safe.
class Folded {
 public:
  Folded(Fold& fold, Feed& feed, const ReplicaOptions& options);

  int64_t revision() const { return revision_.load(); }
  Place place() const;

  // Whether the model may be read; `NOT_READY` otherwise.
  void SetReadable(bool readable);
  bool readable() const;
  absl::Status Read(absl::FunctionRef<void()> read) const;
  // The same for who decides: also gets the place and the requests.
  absl::Status Read(
      absl::FunctionRef<void(const Place&, const RequestMemory&)> read) const;

  // Applies the entries, all under one lock, and adds them to the feed, which
  // the caller then wakes. Stops at the first error:
  //   DATA_LOSS, LEDGER_DIVERGED: an entry does not follow the last one.
  //   DATA_LOSS, LEDGER_UNREADABLE: the model does not understand it; the
  //     model is not readable any more.
  //   ABORTED: an entry is not the next one, since the model was cleared.
  absl::Status Apply(std::vector<Record> records);

  // The first chunk tells how many of the next are of the requests. Nothing is
  // applied meanwhile, but reads go on. `NOT_READY` if it is not readable.
  absl::StatusOr<Snapshot> TakeSnapshot() const;
  absl::Status Restore(Snapshot snapshot);
  // Empties it and makes it unreadable.
  void Clear();

  // Waits for `revision`; false if `deadline` or `StopWaiting` came first.
  bool WaitFor(int64_t revision, absl::Time deadline) const;
  void StopWaiting();

 private:
  absl::Status ApplyOne(const Record& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(model_);

  Fold& fold_;
  Feed& feed_;

  // Held by who changes the model, before `model_`: a snapshot that takes long
  // keeps only writers out, not readers behind a writer that waits.
  mutable Mutex turn_ ABSL_ACQUIRED_BEFORE(model_);
  mutable SharedMutex model_;
  bool readable_ ABSL_GUARDED_BY(model_) = false;
  Place place_ ABSL_GUARDED_BY(model_);
  RequestMemory requests_ ABSL_GUARDED_BY(model_);
  std::atomic<int64_t> revision_ = 0;  // That of `place_`.

  mutable Mutex progress_;
  mutable CondVar progressed_;
  bool stopped_ ABSL_GUARDED_BY(progress_) = false;
};

}  // namespace vigil::ledger
