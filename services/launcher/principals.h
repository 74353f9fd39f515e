#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/identity/principal.h"
#include "services/launcher/data_directory.h"

namespace vigil::launcher {

// Those who may call, as operators change them: in the files of a data
// directory that `MakeCredentials` has filled. Any number may do so at once.
// Services that run have read the file of principals, and must be told.
//
// Errors besides those named: NOT_INITIALIZED, DIRECTORY_UNUSABLE,
// FILE_UNUSABLE, and those of `identity/files.h`.

struct NewPrincipal {
  std::string name;  // `partners/oslo`; its collection gives the role.
  // Where the token goes; empty: where `vigil` looks for it, in `tokens/`.
  std::string token_file;
  // Whether it exists and its tokens are replaced by a new one.
  bool rotate = false;
};

// Adds a principal, or replaces its tokens, and returns the path of the token.
//
// Errors: PRINCIPAL_EXISTS; PRINCIPAL_UNKNOWN if one that is not there is to
// get a new token; PRINCIPAL_NAME_INVALID; TOO_MANY_PRINCIPALS;
// TOKEN_FILE_EXISTS if `token_file` is there, unless a token in it is replaced.
absl::StatusOr<std::string> AddPrincipal(const DataDirectory& directory,
                                         const NewPrincipal& wanted);

// Removes a principal, and its token in `tokens/`. PRINCIPAL_UNKNOWN;
// PRINCIPAL_NEEDED if it is of every installation.
absl::Status RemovePrincipal(const DataDirectory& directory,
                             absl::string_view name);

// All of them by name, each once.
absl::StatusOr<std::vector<identity::Principal>> ListPrincipals(
    const DataDirectory& directory);

// Where `vigil` looks for the token of a principal.
std::string TokenPathOf(const DataDirectory& directory, absl::string_view name);

}  // namespace vigil::launcher
