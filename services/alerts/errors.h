#pragma once

#include <cstdint>

#include "absl/status/status.h"

namespace vigil::alerts {

// The errors of this service, besides those that every service has
// (`services/common/api/errors.h`). Their codes and reasons are promised in
// alert_service.proto. None says who subscribes, or to what.

// `INVALID_ARGUMENT`, `CONDITION_REQUIRED`.
absl::Status ConditionRequiredError();

// `RESOURCE_EXHAUSTED`.
absl::Status TooManySubscriptionsError(int64_t limit);
absl::Status TooManyActiveAlertsError(int64_t limit);

// `OUT_OF_RANGE`: the feed has come to `head` only, or is kept from `earliest`.
absl::Status SequenceAheadError(int64_t sequence, int64_t head);
absl::Status SequenceTrimmedError(int64_t sequence, int64_t earliest);

// `UNAVAILABLE`: a stream must be asked for again, after `last_sequence`.
absl::Status StoppingError(int64_t last_sequence);
absl::Status FeedRebuiltError(int64_t last_sequence);

// `DATA_LOSS`, `LEDGER_UNREADABLE`, `SNAPSHOT_UNREADABLE`.
absl::Status UnreadableEventError(int64_t revision);
absl::Status UnreadableSnapshotError();

}  // namespace vigil::alerts
