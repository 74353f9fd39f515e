#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace vigil {

// Days are UTC throughout.

// Reads `2026-11-23`; years 1900 to 2200. `INVALID_ARGUMENT` says what is
// allowed.
absl::StatusOr<absl::CivilDay> ParseDate(absl::string_view text);

// Writes `2026-11-23`.
std::string FormatDate(absl::CivilDay day);

// The day that `time` is in.
absl::CivilDay DayOf(absl::Time time);

// The first instant of `day`.
absl::Time StartOf(absl::CivilDay day);

}  // namespace vigil
