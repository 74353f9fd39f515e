#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace vigil {

// Returns the BLAKE2b hash of `text`: `size` bytes, 16 to 64.
std::string Blake2b(absl::string_view text, size_t size = 32);

// The same, keyed: who does not know the key, 16 to 64 bytes, can neither make
// nor check it.
std::string KeyedBlake2b(absl::string_view key, absl::string_view text,
                         size_t size = 32);

}  // namespace vigil
