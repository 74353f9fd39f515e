#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "vigil/type/v1/date.pb.h"

namespace vigil::api {

// A span of days `[start, end)`; without `end` it is open.
struct DaySpan {
  absl::CivilDay start;
  std::optional<absl::CivilDay> end;

  bool Contains(absl::CivilDay day) const {
    return start <= day && (!end || day < *end);
  }
  bool operator==(const DaySpan&) const = default;
};

type::v1::Date ToProto(absl::CivilDay day);

// Truncated to microseconds, which is what survives storage.
google::protobuf::Timestamp ToProto(absl::Time time);

// Each returns `INVALID_ARGUMENT`, naming the field, for what is not a day of
// the years 1900 to 2200, a time that protobuf allows, or a span that ends
// after it starts.
absl::StatusOr<absl::CivilDay> FromProto(absl::string_view field,
                                         const type::v1::Date& date);
absl::StatusOr<absl::Time> FromProto(
    absl::string_view field, const google::protobuf::Timestamp& timestamp);
absl::StatusOr<DaySpan> FromProto(absl::string_view field,
                                  const type::v1::DateInterval& interval);

// For records that were checked before they were stored.
absl::CivilDay DayOf(const type::v1::Date& date);
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);

}  // namespace vigil::api
