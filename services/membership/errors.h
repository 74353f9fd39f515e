#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "vigil/membership/v1/candidacy.pb.h"
#include "vigil/type/v1/regional_group.pb.h"

namespace vigil::membership {

// The errors of this service; those that every service has are in
// `services/common/api/errors.h`. Their reasons are promised in the .proto
// files. Metadata `field` names the field at fault where one is.

// `DATA_LOSS`: what is stored was not written by this or an older version.
absl::Status EventUnknownError();
absl::Status EntryUnreadableError(int64_t revision);
absl::Status SnapshotUnreadableError();

// `FAILED_PRECONDITION`, `REFERENCE_NOT_FOUND`: `field` names a record that
// does not exist.
absl::Status ReferenceNotFoundError(absl::string_view field,
                                    absl::string_view name);

// `FAILED_PRECONDITION`, `RESOURCE_IN_USE`.
absl::Status ResourceInUseError(absl::string_view name,
                                absl::string_view referrer);

// `RESOURCE_EXHAUSTED`, `TOO_MANY_RECORDS`.
absl::Status TooManyRecordsError(absl::string_view pattern, size_t limit);

// `ALREADY_EXISTS`, `CODE_TAKEN`: `holder` has the code already.
absl::Status CodeTakenError(absl::string_view field, absl::string_view holder);

// `FAILED_PRECONDITION`, `REGIONAL_GROUP_MISMATCH`.
absl::Status GroupMismatchError(absl::string_view description);

// `FAILED_PRECONDITION`, `TERM_OVERLAP`.
absl::Status TermOverlapError(absl::string_view state, absl::string_view other);

// `FAILED_PRECONDITION`, `SEATS_EXCEEDED`: on `day`, or in an election.
absl::Status SeatsExceededError(type::v1::RegionalGroup group, int seats,
                                absl::CivilDay day);
absl::Status SeatsExceededError(type::v1::RegionalGroup group, int seats,
                                absl::string_view election);

// `FAILED_PRECONDITION`, `FILLS_MISMATCH`.
absl::Status FillsMismatchError(absl::string_view filled,
                                absl::string_view description);

// `FAILED_PRECONDITION`, `CANDIDACY_CONFLICT`.
absl::Status CandidacyConflictError(absl::string_view candidacy,
                                    absl::string_view description);

// `FAILED_PRECONDITION`, `DATE_AFTER_ELECTION`.
absl::Status DateAfterElectionError(absl::string_view field,
                                    absl::CivilDay election_date);

// `FAILED_PRECONDITION`, `ELECTION_NOT_OPEN`.
absl::Status ElectionNotOpenError(absl::string_view election);

// `FAILED_PRECONDITION`, `ELECTION_NOT_HELD`.
absl::Status ElectionNotHeldError(absl::string_view election,
                                  absl::string_view description);

// `FAILED_PRECONDITION`, `CANDIDACY_NOT_STANDING`.
absl::Status CandidacyNotStandingError(absl::string_view candidacy,
                                       v1::CandidacyState state);

// `FAILED_PRECONDITION`, `CANDIDACY_WITHDRAWN_LATER`.
absl::Status WithdrawnLaterError(absl::string_view candidacy,
                                 absl::CivilDay withdraw_date);

// `NOT_FOUND`, `SCORE_NOT_FOUND`.
absl::Status ScoreNotFoundError(absl::string_view state, absl::CivilDay day);

// `RESOURCE_EXHAUSTED`, `IMPORT_TOO_LARGE`.
absl::Status TooManyChangesError(size_t limit);

}  // namespace vigil::membership
