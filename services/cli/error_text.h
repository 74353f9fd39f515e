#pragma once

#include <string>

#include "absl/status/status.h"

namespace vigil::cli {

// Returns an error as people read it: one line with what is wrong and, where
// that is known, what to do. Further fields at fault follow, a line each, at
// most 20.
std::string ErrorText(const absl::Status& status);

// `INVALID_ARGUMENT` for what is wrong with the command line; the program ends
// with 2 then.
absl::Status UsageError(absl::string_view message);

// 0 for OK, 2 for `UsageError`, else 1.
int ExitCodeOf(const absl::Status& status);

}  // namespace vigil::cli
