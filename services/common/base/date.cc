#include "services/common/base/date.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"

namespace vigil {
namespace {

constexpr int kMinYear = 1900;
constexpr int kMaxYear = 2200;

bool HasShapeOfDate(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::string digits =
      absl::StrCat(text.substr(0, 4), text.substr(5, 2), text.substr(8));
  return std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
}

absl::Status DateError(absl::string_view text) {
  return Error(
      absl::StatusCode::kInvalidArgument, "INVALID_DATE",
      absl::StrCat("\"", absl::CHexEscape(text.substr(0, 40)),
                   "\" is not a date; write it like 2026-11-23, with a year "
                   "from 1900 to 2200"));
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDate(absl::string_view text) {
  if (!HasShapeOfDate(text)) return DateError(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return DateError(text);
  }
  const absl::CivilDay date(year, month, day);
  // CivilDay makes 3 March of 31 February.
  if (date.year() != year || date.month() != month || date.day() != day ||
      year < kMinYear || year > kMaxYear) {
    return DateError(text);
  }
  return date;
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

absl::Time StartOf(absl::CivilDay day) {
  return absl::FromCivil(day, absl::UTCTimeZone());
}

}  // namespace vigil
