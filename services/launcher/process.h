#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/launcher/program.h"

namespace vigil::launcher {

// Starts `program`, which dies when this process does, however it does. Call it
// from the main thread only: the kernel takes the end of the calling thread for
// that of the process.
//
// A program with a log is in a session of its own, so that Ctrl-C reaches the
// launcher alone, which stops everything in order. `notify_path` is where it
// says that it is ready (`NOTIFY_SOCKET`).
//
// Errors: PROGRAM_MISSING, FILE_UNUSABLE, SYSTEM_CALL_FAILED.
absl::StatusOr<pid_t> Spawn(const Program& program,
                            const std::string& notify_path);

// Returns how the child `pid` ended, as `waitpid` tells it, if it did.
std::optional<int> Reap(pid_t pid);

// Waits for it.
int ReapBlocking(pid_t pid);

// In words: `ended with status 3`, `was killed by signal 9 (Killed)`.
std::string DescribeEnd(int wait_status);

// As a shell counts: the status, or 128 and the signal.
int ExitCodeOf(int wait_status);

}  // namespace vigil::launcher
