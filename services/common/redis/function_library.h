#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/redis/connection.h"

namespace vigil::redis {

// Makes sure that the library of Functions `name` is there and is `code`:
// loads it if it is missing or another. Functions persist and replicate with
// the rest of Redis.
absl::Status LoadLibrary(Connection& connection, absl::string_view name,
                         absl::string_view code);

}  // namespace vigil::redis
