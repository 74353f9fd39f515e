#include "services/common/api/dates.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::api {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;
constexpr int kMicro = 1000;        // Nanoseconds.
constexpr int kSecond = 1'000'000;  // Microseconds.
constexpr int kMaxNanos = 999'999'999;
// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, as timestamp.proto says.
constexpr int64_t kFirstSecond = -62'135'596'800;
constexpr int64_t kLastSecond = 253'402'300'799;

}  // namespace

type::v1::Date ToProto(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  // Floor division: nanos count forward from the second before the epoch too.
  const int64_t rest = ((micros % kSecond) + kSecond) % kSecond;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds((micros - rest) / kSecond);
  timestamp.set_nanos(static_cast<int>(rest) * kMicro);
  return timestamp;
}

absl::StatusOr<absl::CivilDay> FromProto(absl::string_view field,
                                         const type::v1::Date& date) {
  const absl::CivilDay day = DayOf(date);
  // CivilDay carries 30 February over into March.
  const bool is_day = date.year() >= kFirstYear && date.year() <= kLastYear &&
                      day.year() == date.year() &&
                      day.month() == date.month() && day.day() == date.day();
  if (is_day) return day;
  return InvalidFieldError(
      field, absl::StrCat(date.year(), "-", date.month(), "-", date.day(),
                          " is not a day of the years ", kFirstYear, " to ",
                          kLastYear));
}

absl::StatusOr<absl::Time> FromProto(
    absl::string_view field, const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() >= kFirstSecond &&
      timestamp.seconds() <= kLastSecond && timestamp.nanos() >= 0 &&
      timestamp.nanos() <= kMaxNanos) {
    return TimeOf(timestamp);
  }
  return InvalidFieldError(field, "is not a time of the years 1 to 9999");
}

absl::StatusOr<DaySpan> FromProto(absl::string_view field,
                                  const type::v1::DateInterval& interval) {
  DaySpan span;
  const std::string start_field = absl::StrCat(field, ".start_date");
  if (!interval.has_start_date()) {
    return InvalidFieldError(start_field, "is required");
  }
  VIGIL_ASSIGN_OR_RETURN(span.start,
                         FromProto(start_field, interval.start_date()));
  if (!interval.has_end_date()) return span;
  const std::string end_field = absl::StrCat(field, ".end_date");
  VIGIL_ASSIGN_OR_RETURN(span.end, FromProto(end_field, interval.end_date()));
  if (*span.end <= span.start) {
    return InvalidFieldError(
        end_field, "is the first day after the span: after start_date");
  }
  return span;
}

absl::CivilDay DayOf(const type::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Microseconds(timestamp.nanos() / kMicro);
}

}  // namespace vigil::api
