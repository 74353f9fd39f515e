#include "services/common/ledger/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::ledger {

absl::Status StoreUnavailableError(absl::string_view detail) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
               absl::StrCat("the store is away, nothing was changed; retry (",
                            detail, ")"));
}

absl::Status OutcomeUnknownError(absl::string_view detail) {
  return Error(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN",
               absl::StrCat("the store went away, the outcome is unknown; "
                            "retry with the same request_id (",
                            detail, ")"));
}

absl::Status LedgerConflictError(int64_t expected, int64_t top) {
  return WithMetadata(
      Error(
          absl::StatusCode::kAborted, "LEDGER_CONFLICT",
          absl::StrCat("another writer was faster: the ledger is at revision ",
                       top, ", not ", expected, "; retry")),
      "top", absl::StrCat(top));
}

absl::Status LedgerDivergedError(int64_t expected, int64_t top) {
  return Error(absl::StatusCode::kDataLoss, "LEDGER_DIVERGED",
               absl::StrCat("the store has gone back: revision ", expected,
                            " was written, but the ledger ends at ", top,
                            " or has another entry there"));
}

absl::Status LedgerUnreadableError(int64_t revision, absl::string_view detail) {
  return Error(absl::StatusCode::kDataLoss, "LEDGER_UNREADABLE",
               absl::StrCat("the entry at revision ", revision,
                            " cannot be read: ", detail));
}

absl::Status RevisionTrimmedError(int64_t revision, int64_t earliest) {
  return WithMetadata(
      Error(absl::StatusCode::kOutOfRange, "REVISION_TRIMMED",
            absl::StrCat("revision ", revision,
                         " is no longer kept; the earliest is ", earliest)),
      "earliest_revision", absl::StrCat(earliest));
}

absl::Status SnapshotRequiredError(int64_t first) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "SNAPSHOT_REQUIRED",
      absl::StrCat("no snapshot covers the entries before revision ", first));
}

absl::Status SnapshotForeignError(int64_t revision) {
  return Error(absl::StatusCode::kFailedPrecondition, "SNAPSHOT_FOREIGN",
               absl::StrCat("the snapshot at revision ", revision,
                            " is not of this ledger"));
}

absl::Status SnapshotUnreadableError(absl::string_view detail) {
  return Error(absl::StatusCode::kDataLoss, "LEDGER_UNREADABLE",
               absl::StrCat("the snapshot cannot be read: ", detail));
}

absl::Status LedgerStoppedError() {
  return absl::CancelledError("the ledger is stopped");
}

absl::Status NotReadyError() {
  return Error(absl::StatusCode::kUnavailable, "NOT_READY",
               "the service has not caught up with its ledger; retry");
}

absl::Status StoppingError() {
  return Error(absl::StatusCode::kUnavailable, "STOPPING",
               "the service is stopping; retry");
}

absl::Status RequestIdReusedError(absl::string_view request_id) {
  return Error(
      absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
      absl::StrCat("request_id ", request_id,
                   " was used with another request; choose a new one"));
}

absl::Status CommandTooOldError() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               "the deadline passed before the change was begun");
}

absl::Status TooManyCommandsError(int64_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_COMMANDS",
               absl::StrCat(limit, " changes wait already; retry later"));
}

absl::Status EntryTooLargeError(absl::string_view detail) {
  return Error(absl::StatusCode::kResourceExhausted, "ENTRY_TOO_LARGE",
               absl::StrCat("the change is too large: ", detail,
                            "; make it in smaller parts"));
}

absl::Status AnswerTooLargeError(int64_t size) {
  return Error(absl::StatusCode::kInternal, "ANSWER_TOO_LARGE",
               absl::StrCat("an answer of ", size, " bytes cannot be kept"));
}

absl::Status RevisionNotReachedError(int64_t wanted, int64_t reached) {
  return Error(
      absl::StatusCode::kDeadlineExceeded, "REVISION_NOT_REACHED",
      absl::StrCat("revision ", wanted, " is not reached yet, only ", reached));
}

absl::Status WatchDivergedError() {
  return Error(absl::StatusCode::kUnavailable, "LEDGER_DIVERGED",
               "the store has gone back; read everything again");
}

absl::Status RevisionInFutureError(int64_t wanted, int64_t head) {
  return WithMetadata(
      Error(absl::StatusCode::kOutOfRange, "REVISION_IN_FUTURE",
            absl::StrCat("revision ", wanted,
                         " does not exist yet; the last one is ", head)),
      "head_revision", absl::StrCat(head));
}

bool IsStoreUnavailable(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable &&
         ReasonOf(status) == "STORE_UNAVAILABLE";
}

bool IsOutcomeUnknown(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable &&
         ReasonOf(status) == "OUTCOME_UNKNOWN";
}

bool IsConflict(const absl::Status& status) {
  return status.code() == absl::StatusCode::kAborted;
}

bool IsDiverged(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDataLoss &&
         ReasonOf(status) == "LEDGER_DIVERGED";
}

bool IsTrimmed(const absl::Status& status) {
  return status.code() == absl::StatusCode::kOutOfRange &&
         ReasonOf(status) == "REVISION_TRIMMED";
}

}  // namespace vigil::ledger
