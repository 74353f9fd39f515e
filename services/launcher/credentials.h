#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/identity/principal.h"
#include "services/launcher/data_directory.h"

namespace vigil::launcher {

// A principal whose token the launcher makes and keeps.
struct Credential {
  std::string file;  // In `tokens/`, e.g. `partner-demo`.
  std::string name;  // E.g. `partners/demo`.
  identity::Role role = identity::v1::ROLE_UNSPECIFIED;
};

// Those of every installation: operators/local, editors/local, analysts/local,
// partners/demo, services/notifier.
const std::vector<Credential>& OwnCredentials();

// Makes the key, the tokens and the file of principals, mode 0600, as far as
// they are missing. Principals that somebody else has added stay. Errors are
// those of `identity/files.h` and of `errors.h`.
absl::Status MakeCredentials(const DataDirectory& directory);

}  // namespace vigil::launcher
