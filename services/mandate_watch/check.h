#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"
#include "vigil/mandate_watch/v1/renewal.pb.h"
#include "vigil/mandate_watch/v1/session.pb.h"

namespace vigil::mandate_watch {

inline constexpr size_t kMaxSessionTitleLength = 300;
inline constexpr size_t kMaxMandateTitleLength = 500;
inline constexpr size_t kMaxResolutionLength = 100;
inline constexpr size_t kMaxVoteLength = 100;
inline constexpr size_t kMaxNoteLength = 2'000;
inline constexpr int kMaxSessionDays = 400;
inline constexpr int kMaxTermYears = 10;
inline constexpr int kMaxDurationMonths = 120;
inline constexpr int kMinEstablishYear = 1946;
inline constexpr int kMaxEstablishYear = 2200;

// What is wrong with a record, whatever else is recorded: all of it at once.
// Fields are named from the record on, `source.citation`. `name` is complete,
// and decides which sessions a renewal may name.
std::vector<FieldViolation> Violations(const v1::Session& session);
std::vector<FieldViolation> Violations(const v1::Mandate& mandate);
std::vector<FieldViolation> Violations(const v1::Renewal& renewal);

// `INVALID_ARGUMENT`, reason `INVALID_FIELD`, with all violations, whose fields
// are named from the request on: behind `prefix` and a dot.
template <typename Record>
absl::Status Check(absl::string_view prefix, const Record& record) {
  std::vector<FieldViolation> violations = Violations(record);
  if (violations.empty()) return absl::OkStatus();
  for (FieldViolation& violation : violations) {
    violation.field = std::string(prefix) + "." + violation.field;
  }
  return InvalidFieldsError("INVALID_FIELD", violations);
}

}  // namespace vigil::mandate_watch
