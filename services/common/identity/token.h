#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::identity {

// A token is `vgl_` and 43 letters of base64url: 32 random bytes. It is shown
// to its owner once; what is stored is its hash under the key of the
// installation. Neither tokens nor hashes are ever logged.
constexpr int kKeySize = 32;
constexpr int kTokenHashSize = 32;
// Longer tokens are not even hashed.
constexpr int kMaxTokenSize = 200;

// Returns a new token.
std::string GenerateToken();

// Returns a new key, as the key file holds it: 64 hexadecimal digits.
std::string GenerateKey();

// Returns the keyed BLAKE2b-256 hash of a token: 32 bytes. `key` has 32.
std::string HashToken(absl::string_view key, absl::string_view token);

// The same as 64 hexadecimal digits, as the file of principals holds it.
std::string HexHashToken(absl::string_view key, absl::string_view token);

// `UNAUTHENTICATED`, reason `TOKEN_MISSING`.
absl::Status TokenMissingError();

// `UNAUTHENTICATED`, reason `TOKEN_UNKNOWN`.
absl::Status TokenUnknownError();

}  // namespace vigil::identity
