#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace vigil {

// The length in bytes of the character that `text`, which is not empty, begins
// with; 0 if that is not valid UTF-8.
size_t Utf8CharacterLength(absl::string_view text);

bool IsValidUtf8(absl::string_view text);

}  // namespace vigil
