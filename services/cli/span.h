#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil::cli {

// Reads a span of time as people write it: `180d`, `26w`, `12h`, `30m`, `45s`,
// `250ms`; a whole number and one unit, at most 100,000 days. Months and years
// have no fixed length and are refused.
absl::StatusOr<absl::Duration> ParseSpan(absl::string_view text);

}  // namespace vigil::cli
