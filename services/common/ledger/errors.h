#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::ledger {

// Of `Ledger`.
absl::Status StoreUnavailableError(absl::string_view detail);
absl::Status OutcomeUnknownError(absl::string_view detail);
absl::Status LedgerConflictError(int64_t expected, int64_t top);
absl::Status LedgerDivergedError(int64_t expected, int64_t top);
absl::Status LedgerUnreadableError(int64_t revision, absl::string_view detail);
absl::Status RevisionTrimmedError(int64_t revision, int64_t earliest);
absl::Status SnapshotRequiredError(int64_t first);
absl::Status SnapshotForeignError(int64_t revision);
absl::Status SnapshotUnreadableError(absl::string_view detail);
absl::Status LedgerStoppedError();

// Of `Replica`.
absl::Status NotReadyError();
absl::Status StoppingError();
absl::Status RequestIdReusedError(absl::string_view request_id);
absl::Status CommandTooOldError();
absl::Status TooManyCommandsError(int64_t limit);
absl::Status EntryTooLargeError(absl::string_view detail);
absl::Status AnswerTooLargeError(int64_t size);
absl::Status RevisionNotReachedError(int64_t wanted, int64_t reached);
absl::Status WatchDivergedError();
absl::Status RevisionInFutureError(int64_t wanted, int64_t head);

// Whether the status is one of these.
bool IsStoreUnavailable(const absl::Status& status);
bool IsOutcomeUnknown(const absl::Status& status);
bool IsConflict(const absl::Status& status);
bool IsDiverged(const absl::Status& status);
bool IsTrimmed(const absl::Status& status);

}  // namespace vigil::ledger
