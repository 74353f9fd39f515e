#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::launcher {

// Files and directories that only their owner may look into.

// Makes a directory, mode 0700, unless it is there. One that is there must be
// the caller's own; others lose their right to look into it.
absl::Status MakePrivateDirectory(const std::string& path);

// Writes a file, mode 0600, whole or not at all: readers see what was there
// before, or all of `text`.
absl::Status WritePrivateFile(const std::string& path, absl::string_view text);

// Reads a whole file. `FAILED_PRECONDITION`, FILE_UNUSABLE.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

// Whether there is anything called `path`.
bool Exists(const std::string& path);

}  // namespace vigil::launcher
