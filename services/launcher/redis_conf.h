#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace vigil::launcher {

// The configuration of a private Redis that listens on the unix socket
// `socket` alone and keeps everything in `directory`. What it acknowledges is
// on disk.
std::string RedisConf(absl::string_view directory, absl::string_view socket);

}  // namespace vigil::launcher
