#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/identity/principal.h"
#include "vigil/identity/v1/principals.pb.h"

namespace vigil::identity {

constexpr int kMaxPrincipals = 100'000;

// Reads the key of the installation: a file of 64 hexadecimal digits, which
// only its owner may read. Returns its 32 bytes.
//
// Errors, all FAILED_PRECONDITION: KEY_FILE_UNREADABLE; KEY_FILE_EXPOSED if
// the group or others may read or write it; KEY_FILE_INVALID.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);

// Reads the file of principals: JSON of `vigil.identity.v1.Principals`, at most
// 64 MiB, which only its owner may write.
//
// Errors, all FAILED_PRECONDITION: PRINCIPALS_FILE_UNREADABLE;
// PRINCIPALS_FILE_EXPOSED if the group or others may write it;
// PRINCIPALS_FILE_INVALID, which names the first entry at fault.
absl::StatusOr<v1::Principals> ReadPrincipalsFile(const std::string& path);

// The same from text.
absl::StatusOr<v1::Principals> ParsePrincipals(absl::string_view json);

// Reads a token, e.g. of `vigil` or of a service that calls another: one line,
// which only its owner may read. Errors as `ReadKeyFile`, TOKEN_FILE_….
absl::StatusOr<std::string> ReadTokenFile(const std::string& path);

// Whether `name` is that of a principal with `role`: `partners/demo` for
// ROLE_PARTNER, `services/notifier` for ROLE_SERVICE …
bool IsPrincipalName(Role role, absl::string_view name);

// The role of the principals that are named so; `ROLE_UNSPECIFIED` for what is
// the name of none.
Role RoleOf(absl::string_view name);

}  // namespace vigil::identity
