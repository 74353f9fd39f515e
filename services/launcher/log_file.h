#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace vigil::launcher {

// A log that is longer than this when its program starts becomes `<path>.1`,
// in place of the one before it.
constexpr int64_t kMaxLogBytes = 16 << 20;

// Opens a log to write at its end; returns the file, close-on-exec.
absl::StatusOr<int> OpenLog(const std::string& path);

// Returns up to `count` last lines of a file, from `offset` on, each with a
// line feed and at most 400 bytes of it; empty if there are none.
std::string LastLines(const std::string& path, int64_t offset, int count);

// The size of a file; 0 if there is none.
int64_t SizeOf(const std::string& path);

}  // namespace vigil::launcher
