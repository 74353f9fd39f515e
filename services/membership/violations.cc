#include "services/membership/violations.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"

namespace vigil::membership {

void Violations::Add(absl::string_view field, absl::string_view description) {
  violations_.push_back({std::string(field), std::string(description)});
}

void Violations::Add(const absl::Status& status) {
  for (FieldViolation& violation : FieldViolationsOf(status)) {
    violations_.push_back(std::move(violation));
  }
}

void Violations::CheckText(absl::string_view field, absl::string_view value,
                           size_t min, size_t max) {
  Add(api::CheckText(field, value, min, max));
}

void Violations::CheckSource(absl::string_view field,
                             const type::v1::Source& source) {
  Add(api::CheckSource(field, source));
}

void Violations::CheckRange(absl::string_view field, int64_t value, int64_t min,
                            int64_t max) {
  if (value >= min && value <= max) return;
  Add(field, absl::StrCat(value, " is not ", min, " to ", max));
}

void Violations::CheckGroup(absl::string_view field,
                            type::v1::RegionalGroup group, bool required) {
  if (!type::v1::RegionalGroup_IsValid(group)) {
    Add(field, absl::StrCat(static_cast<int>(group), " is no regional group"));
  } else if (required && group == type::v1::REGIONAL_GROUP_UNSPECIFIED) {
    Add(field, "is required");
  }
}

void Violations::CheckName(absl::string_view field, absl::string_view pattern,
                           absl::string_view name) {
  Add(api::MatchName(field, pattern, name).status());
}

std::optional<absl::CivilDay> Violations::RequiredDay(
    absl::string_view field, bool is_set, const type::v1::Date& date) {
  if (!is_set) Add(field, "is required");
  return OptionalDay(field, is_set, date);
}

std::optional<absl::CivilDay> Violations::OptionalDay(
    absl::string_view field, bool is_set, const type::v1::Date& date) {
  if (!is_set) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day = api::FromProto(field, date);
  if (!day.ok()) {
    Add(day.status());
    return std::nullopt;
  }
  if (day->year() >= kFirstYear) return *day;
  Add(field, absl::StrCat("is before ", kFirstYear));
  return std::nullopt;
}

absl::Status Violations::ToStatus(absl::string_view path) const {
  if (violations_.empty()) return absl::OkStatus();
  std::vector<FieldViolation> named = violations_;
  for (FieldViolation& violation : named) {
    if (!path.empty()) {
      violation.field = absl::StrCat(path, ".", violation.field);
    }
  }
  return InvalidFieldsError("INVALID_FIELD", named);
}

}  // namespace vigil::membership
