#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace vigil {

// Appends `text` to `out` as a JSON string, quotes included. What is not valid
// UTF-8 becomes U+FFFD, so that the result always is.
void AppendJsonString(std::string& out, absl::string_view text);

}  // namespace vigil
