#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace vigil::cli {

// How many columns of a terminal UTF-8 `text` takes: none for marks that are
// put on the letter before, two for wide East Asian letters, one for what is
// not UTF-8.
size_t DisplayWidth(absl::string_view text);

// Returns `text`, or as much of it as fits into `width` columns with `…` at
// the end. Control characters become spaces.
std::string Fitted(absl::string_view text, size_t width);

// Returns `text` without the control characters that could steer a terminal.
std::string Harmless(absl::string_view text);

}  // namespace vigil::cli
