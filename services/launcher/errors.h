#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::launcher {

// Those that do not say otherwise are `FAILED_PRECONDITION`: the machine or the
// directory is not as it must be; the message says what to do.

// Reason DIRECTORY_UNUSABLE. `error` is an errno.
absl::Status DirectoryUnusableError(absl::string_view path, int error);

// Reason FILE_UNUSABLE. `error` is an errno.
absl::Status FileUnusableError(absl::string_view path, int error);

// Reason ALREADY_RUNNING. `owner` is the pid of the other launcher, or empty.
absl::Status AlreadyRunningError(absl::string_view directory,
                                 absl::string_view owner);

// Reason STILL_STOPPING: processes of an earlier run have not ended yet.
absl::Status StillStoppingError(absl::string_view directory);

// Reason PROGRAM_MISSING.
absl::Status ProgramMissingError(absl::string_view program,
                                 absl::string_view advice);

// Reason PROGRAM_FAILED: it ended, or was not ready in time, at start.
// `log_lines` are its last words, each with a line feed.
absl::Status ProgramFailedError(absl::string_view name, absl::string_view how,
                                absl::string_view log_path,
                                absl::string_view log_lines);

// Reason NOT_INITIALIZED: there are no keys in `directory`.
absl::Status NotInitializedError(absl::string_view directory);

// `INVALID_ARGUMENT`, reason PRINCIPAL_NAME_INVALID.
absl::Status PrincipalNameError(absl::string_view name);

// `ALREADY_EXISTS`, reason PRINCIPAL_EXISTS.
absl::Status PrincipalExistsError(absl::string_view name);

// `NOT_FOUND`, reason PRINCIPAL_UNKNOWN.
absl::Status PrincipalUnknownError(absl::string_view name);

// Reason PRINCIPAL_NEEDED: the installation itself calls as this one.
absl::Status PrincipalNeededError(absl::string_view name);

// `RESOURCE_EXHAUSTED`, reason TOO_MANY_PRINCIPALS.
absl::Status TooManyPrincipalsError(int most);

// Reason TOKEN_FILE_EXISTS.
absl::Status TokenFileExistsError(absl::string_view path);

// `CANCELLED`, reason STOPPED: a signal came before everything was up.
absl::Status StoppedError();

// `INTERNAL`, reason SYSTEM_CALL_FAILED. `error` is an errno.
absl::Status SystemCallError(absl::string_view call, int error);

}  // namespace vigil::launcher
