#include "services/common/identity/token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/random.h"

namespace vigil::identity {

std::string GenerateToken() {
  std::string text;
  absl::WebSafeBase64Escape(RandomBytes(32), &text);
  return absl::StrCat("vgl_", text);
}

std::string GenerateKey() { return absl::BytesToHexString(RandomBytes(32)); }

std::string HashToken(absl::string_view key, absl::string_view token) {
  return KeyedBlake2b(key, token, kTokenHashSize);
}

std::string HexHashToken(absl::string_view key, absl::string_view token) {
  return absl::BytesToHexString(HashToken(key, token));
}

absl::Status TokenMissingError() {
  return Error(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING",
               "the call bears no token; send it as metadata, "
               "'authorization: Bearer <token>'");
}

absl::Status TokenUnknownError() {
  return Error(absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN",
               "nobody is known by this token; ask the operator for a new one");
}

}  // namespace vigil::identity
