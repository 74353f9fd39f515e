#include "services/mandate_watch/errors.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"

namespace vigil::mandate_watch {

using absl::StatusCode;

absl::Status MandateNotActiveError(const v1::Mandate& mandate) {
  const std::string state = v1::MandateState_Name(mandate.state());
  const std::string word =
      absl::AsciiStrToLower(absl::StripPrefix(state, "MANDATE_STATE_"));
  return WithMetadata(
      Error(StatusCode::kFailedPrecondition, "MANDATE_NOT_ACTIVE",
            absl::StrCat(mandate.name(), " is recorded as ", word,
                         "; restore it first if that is wrong")),
      "mandate_state", absl::StripPrefix(state, "MANDATE_STATE_"));
}

absl::Status MandateActiveError(absl::string_view mandate) {
  return Error(StatusCode::kFailedPrecondition, "MANDATE_ACTIVE",
               absl::StrCat(mandate, " has neither lapsed nor ended"));
}

absl::Status RenewedSinceError(absl::string_view mandate,
                               absl::string_view renewal) {
  return Error(StatusCode::kFailedPrecondition, "RENEWED_SINCE",
               absl::StrCat(mandate, " was renewed after that day: ", renewal));
}

absl::Status ResourceInUseError(absl::string_view name, absl::string_view by) {
  return Error(
      StatusCode::kFailedPrecondition, "RESOURCE_IN_USE",
      absl::StrCat(name, " is referred to by ", by, "; delete that first"));
}

absl::Status SessionNotKnownError(absl::string_view session) {
  return Error(StatusCode::kFailedPrecondition, "SESSION_NOT_KNOWN",
               absl::StrCat(session,
                            " is neither recorded nor can it be estimated; "
                            "record it first"));
}

absl::Status NotAdoptedYetError(absl::string_view what, absl::CivilDay day) {
  return Error(StatusCode::kFailedPrecondition, "NOT_ADOPTED_YET",
               absl::StrCat(what, " is on ", FormatDate(day),
                            ", which is to come: a renewal is recorded when it "
                            "has been adopted"));
}

absl::Status TooManyRecordsError(absl::string_view kind, size_t limit) {
  return Error(StatusCode::kResourceExhausted, "TOO_MANY_RECORDS",
               absl::StrCat("there are ", limit, " ", kind, "s already"));
}

absl::Status TooManyChangesError(size_t limit) {
  return Error(StatusCode::kResourceExhausted, "IMPORT_TOO_LARGE",
               absl::StrCat("the import changes more than ", limit,
                            " records; split it"));
}

absl::Status UnreadableEntryError(int64_t revision) {
  return Error(StatusCode::kDataLoss, "ENTRY_UNREADABLE",
               absl::StrCat("the entry at revision ", revision,
                            " holds no events of mandate_watch"));
}

absl::Status UnreadableSnapshotError() {
  return Error(StatusCode::kDataLoss, "SNAPSHOT_UNREADABLE",
               "the snapshot is not one of mandate_watch");
}

}  // namespace vigil::mandate_watch
