#include "services/launcher/errors.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::launcher {
namespace {

absl::Status PreconditionError(absl::string_view reason,
                               absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

}  // namespace

absl::Status DirectoryUnusableError(absl::string_view path, int error) {
  return PreconditionError(
      "DIRECTORY_UNUSABLE",
      absl::StrCat("the directory ", path, " cannot be used: ",
                   std::strerror(error), "; choose another with --data"));
}

absl::Status FileUnusableError(absl::string_view path, int error) {
  return PreconditionError(
      "FILE_UNUSABLE", absl::StrCat("the file ", path,
                                    " cannot be used: ", std::strerror(error)));
}

absl::Status AlreadyRunningError(absl::string_view directory,
                                 absl::string_view owner) {
  return PreconditionError(
      "ALREADY_RUNNING",
      absl::StrCat("Vigil already runs on ", directory,
                   owner.empty() ? "" : absl::StrCat(" (process ", owner, ")"),
                   "; stop it, or choose another directory with --data"));
}

absl::Status StillStoppingError(absl::string_view directory) {
  return PreconditionError(
      "STILL_STOPPING",
      absl::StrCat("processes of an earlier run still use ", directory,
                   "; wait until they have ended and try again"));
}

absl::Status ProgramMissingError(absl::string_view program,
                                 absl::string_view advice) {
  return PreconditionError("PROGRAM_MISSING",
                           absl::StrCat(program, " is missing; ", advice));
}

absl::Status ProgramFailedError(absl::string_view name, absl::string_view how,
                                absl::string_view log_path,
                                absl::string_view log_lines) {
  std::string message = absl::StrCat(name, " ", how);
  if (!log_path.empty()) absl::StrAppend(&message, "; see ", log_path);
  if (!log_lines.empty()) absl::StrAppend(&message, "\n", log_lines);
  while (message.back() == '\n') message.pop_back();
  return PreconditionError("PROGRAM_FAILED", message);
}

absl::Status NotInitializedError(absl::string_view directory) {
  return PreconditionError(
      "NOT_INITIALIZED",
      absl::StrCat("there are no keys in ", directory,
                   "; make them with 'vigil init', or name the place of Vigil "
                   "with --data"));
}

absl::Status PrincipalNameError(absl::string_view name) {
  return Error(absl::StatusCode::kInvalidArgument, "PRINCIPAL_NAME_INVALID",
               absl::StrCat("'", name,
                            "' is no partners/{id}, analysts/{id}, "
                            "editors/{id}, operators/{id} or services/{id}, id "
                            "as [a-z][a-z0-9-]{0,62}"));
}

absl::Status PrincipalExistsError(absl::string_view name) {
  return Error(absl::StatusCode::kAlreadyExists, "PRINCIPAL_EXISTS",
               absl::StrCat(name, " exists; --rotate gives it a new token"));
}

absl::Status PrincipalUnknownError(absl::string_view name) {
  return Error(absl::StatusCode::kNotFound, "PRINCIPAL_UNKNOWN",
               absl::StrCat("there is no principal '", name,
                            "'; see 'vigil principal list'"));
}

absl::Status PrincipalNeededError(absl::string_view name) {
  return PreconditionError(
      "PRINCIPAL_NEEDED",
      absl::StrCat(name,
                   " is of every installation, and cannot be removed; "
                   "'vigil principal add --rotate' gives it a new token"));
}

absl::Status TooManyPrincipalsError(int most) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_PRINCIPALS",
               absl::StrCat("there are ", most,
                            " principals, the most that may be; remove some"));
}

absl::Status TokenFileExistsError(absl::string_view path) {
  return PreconditionError(
      "TOKEN_FILE_EXISTS",
      absl::StrCat("the file ", path,
                   " exists already; name another with --token-out"));
}

absl::Status StoppedError() {
  return Error(absl::StatusCode::kCancelled, "STOPPED",
               "stopped before everything was up");
}

absl::Status SystemCallError(absl::string_view call, int error) {
  return Error(absl::StatusCode::kInternal, "SYSTEM_CALL_FAILED",
               absl::StrCat(call, ": ", std::strerror(error)));
}

}  // namespace vigil::launcher
