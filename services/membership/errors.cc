#include "services/membership/errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/api/enums.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"

namespace vigil::membership {
namespace {

using absl::StrCat;

absl::Status Precondition(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

absl::Status AtField(absl::Status status, absl::string_view field) {
  return WithMetadata(std::move(status), "field", field);
}

std::string SeatsOf(type::v1::RegionalGroup group, int seats) {
  return StrCat("the group of ", api::WordsOf(group), " States has ", seats,
                seats == 1 ? " seat" : " seats", " in the body");
}

}  // namespace

absl::Status EventUnknownError() {
  return Error(absl::StatusCode::kDataLoss, "EVENT_UNKNOWN",
               "an event holds nothing that this version knows");
}

absl::Status EntryUnreadableError(int64_t revision) {
  return Error(absl::StatusCode::kDataLoss, "EVENT_UNKNOWN",
               StrCat("the entry with revision ", revision,
                      " holds an event that this version cannot read"));
}

absl::Status SnapshotUnreadableError() {
  return Error(absl::StatusCode::kDataLoss, "SNAPSHOT_UNREADABLE",
               "the snapshot does not hold events of membership");
}

absl::Status ReferenceNotFoundError(absl::string_view field,
                                    absl::string_view name) {
  return AtField(Precondition("REFERENCE_NOT_FOUND",
                              StrCat(name, " does not exist; record it first")),
                 field);
}

absl::Status ResourceInUseError(absl::string_view name,
                                absl::string_view referrer) {
  return WithMetadata(
      Precondition("RESOURCE_IN_USE",
                   StrCat(name, " cannot be deleted: ", referrer,
                          " refers to it; delete or change that first")),
      "referrer", referrer);
}

absl::Status TooManyRecordsError(absl::string_view pattern, size_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_RECORDS",
               StrCat("there are ", limit, " of ", pattern,
                      " already, which is the limit; delete some"));
}

absl::Status CodeTakenError(absl::string_view field, absl::string_view holder) {
  return AtField(Error(absl::StatusCode::kAlreadyExists, "CODE_TAKEN",
                       StrCat(field, " is the code of ", holder, " already")),
                 field);
}

absl::Status GroupMismatchError(absl::string_view description) {
  return AtField(Precondition("REGIONAL_GROUP_MISMATCH", description),
                 "regional_group");
}

absl::Status TermOverlapError(absl::string_view state,
                              absl::string_view other) {
  return WithMetadata(
      Precondition("TERM_OVERLAP",
                   StrCat(state, " has another term then: ", other)),
      "term", other);
}

absl::Status SeatsExceededError(type::v1::RegionalGroup group, int seats,
                                absl::CivilDay day) {
  return WithMetadata(
      WithMetadata(Precondition("SEATS_EXCEEDED",
                                StrCat(SeatsOf(group, seats), ", all taken on ",
                                       FormatDate(day))),
                   "date", FormatDate(day)),
      "regional_group", api::CodeOf(group));
}

absl::Status SeatsExceededError(type::v1::RegionalGroup group, int seats,
                                absl::string_view election) {
  return WithMetadata(
      WithMetadata(Precondition("SEATS_EXCEEDED",
                                StrCat(SeatsOf(group, seats),
                                       ", fewer than are up in ", election)),
                   "election", election),
      "regional_group", api::CodeOf(group));
}

absl::Status FillsMismatchError(absl::string_view filled,
                                absl::string_view description) {
  return AtField(Precondition("FILLS_MISMATCH",
                              StrCat("the seat of ", filled,
                                     " cannot be filled: ", description)),
                 "fills");
}

absl::Status CandidacyConflictError(absl::string_view candidacy,
                                    absl::string_view description) {
  return WithMetadata(
      Precondition("CANDIDACY_CONFLICT",
                   StrCat(candidacy, " would not fit: ", description)),
      "candidacy", candidacy);
}

absl::Status DateAfterElectionError(absl::string_view field,
                                    absl::CivilDay election_date) {
  return AtField(Precondition("DATE_AFTER_ELECTION",
                              StrCat(field, " is after the election of ",
                                     FormatDate(election_date))),
                 field);
}

absl::Status ElectionNotOpenError(absl::string_view election) {
  return Precondition(
      "ELECTION_NOT_OPEN",
      StrCat(election, " was held or cancelled; nobody can run in it"));
}

absl::Status ElectionNotHeldError(absl::string_view election,
                                  absl::string_view description) {
  return Precondition("ELECTION_NOT_HELD", StrCat(election, " ", description));
}

absl::Status CandidacyNotStandingError(absl::string_view candidacy,
                                       v1::CandidacyState state) {
  return WithMetadata(Precondition("CANDIDACY_NOT_STANDING",
                                   StrCat(candidacy, " is not standing: it is ",
                                          v1::CandidacyState_Name(state))),
                      "candidacy_state", v1::CandidacyState_Name(state));
}

absl::Status WithdrawnLaterError(absl::string_view candidacy,
                                 absl::CivilDay withdraw_date) {
  return AtField(
      Precondition(
          "CANDIDACY_WITHDRAWN_LATER",
          StrCat(candidacy, " was withdrawn on ", FormatDate(withdraw_date),
                 "; it can be announced anew from that day on")),
      "announce_date");
}

absl::Status ScoreNotFoundError(absl::string_view state, absl::CivilDay day) {
  return Error(absl::StatusCode::kNotFound, "SCORE_NOT_FOUND",
               StrCat("no edition published by ", FormatDate(day),
                      " is recorded that gives ", state, " a total"));
}

absl::Status TooManyChangesError(size_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, "IMPORT_TOO_LARGE",
               StrCat("the tables change more than ", limit,
                      " records; import them in parts"));
}

}  // namespace vigil::membership
