#include "services/alerts/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::alerts {

absl::Status ConditionRequiredError() {
  return InvalidFieldsError(
      "CONDITION_REQUIRED",
      {{"subscription",
        "at least one of kinds, states, regional_groups, bodies, mandates, "
        "groupings, score_threshold and lead_days must be set"}});
}

absl::Status TooManySubscriptionsError(int64_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_SUBSCRIPTIONS",
               absl::StrCat("a partner can have ", limit,
                            " subscriptions; delete some"));
}

absl::Status TooManyActiveAlertsError(int64_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_ACTIVE_ALERTS",
               absl::StrCat(limit, " alerts are active; resolve some"));
}

absl::Status SequenceAheadError(int64_t sequence, int64_t head) {
  return WithMetadata(Error(absl::StatusCode::kOutOfRange, "SEQUENCE_AHEAD",
                            absl::StrCat("the feed has come to sequence ", head,
                                         ", not to ", sequence)),
                      "head_sequence", absl::StrCat(head));
}

absl::Status SequenceTrimmedError(int64_t sequence, int64_t earliest) {
  return WithMetadata(
      Error(absl::StatusCode::kOutOfRange, "SEQUENCE_TRIMMED",
            absl::StrCat("what follows sequence ", sequence,
                         " is not kept any more; the first item that is kept "
                         "has sequence ",
                         earliest)),
      "earliest_sequence", absl::StrCat(earliest));
}

absl::Status StoppingError(int64_t last_sequence) {
  return WithMetadata(
      Error(absl::StatusCode::kUnavailable, "STOPPING",
            absl::StrCat("the server stops; go on after sequence ",
                         last_sequence)),
      "last_sequence", absl::StrCat(last_sequence));
}

absl::Status FeedRebuiltError(int64_t last_sequence) {
  return WithMetadata(
      Error(absl::StatusCode::kUnavailable, "FEED_REBUILT",
            absl::StrCat("the store has gone back and the feed was made anew; "
                         "the last sequence sent was ",
                         last_sequence)),
      "last_sequence", absl::StrCat(last_sequence));
}

absl::Status UnreadableEventError(int64_t revision) {
  return Error(absl::StatusCode::kDataLoss, "LEDGER_UNREADABLE",
               absl::StrCat("the entry with revision ", revision,
                            " holds an event that cannot be understood"));
}

absl::Status UnreadableSnapshotError() {
  return Error(absl::StatusCode::kDataLoss, "SNAPSHOT_UNREADABLE",
               "the snapshot of the alerts cannot be understood");
}

}  // namespace vigil::alerts
