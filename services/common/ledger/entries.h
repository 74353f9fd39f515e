#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/replica.h"

namespace vigil::ledger {

// The bounds of what is stored; see `entry.proto`.
inline constexpr int kMaxEventsPerEntry = 10'000;
inline constexpr int64_t kMaxEntryBytes = 1
                                          << 20;  // Unless one event has more.
inline constexpr int64_t kMaxEventBytes = 8 << 20;
inline constexpr int kMaxEntriesPerAppend = 100;
inline constexpr int64_t kMaxAppendBytes = 64 << 20;

// The entries of a decision, chained from the entry `previous_id`; none if it
// has no events. What does not fit into one entry is spread over several, to be
// appended together; the last one bears the request id and the answer.
//
// Errors:
//   RESOURCE_EXHAUSTED, ENTRY_TOO_LARGE: an event is above 8 MiB, or all of
//     them take more than 100 entries or 64 MiB.
//   INTERNAL, ANSWER_TOO_LARGE: the answer is above `kMaxAnswerBytes`.
//   INVALID_ARGUMENT: the actor, request id or source is too long or not UTF-8.
absl::StatusOr<std::vector<Entry>> EntriesOf(const Command& command,
                                             Decision decision, absl::Time now,
                                             std::string previous_id);

}  // namespace vigil::ledger
