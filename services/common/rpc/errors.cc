#include "services/common/rpc/errors.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::rpc {

absl::Status RoleNotAllowedError(absl::string_view method) {
  return Error(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED",
               absl::StrCat("the role of this token may not call ", method));
}

absl::Status MalformedRequestError(absl::string_view message_type) {
  return Error(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
               absl::StrCat("the request is not a ", message_type,
                            ", or a text in it is not UTF-8"));
}

absl::Status MessageTooLargeError(size_t size, size_t limit) {
  return Error(absl::StatusCode::kResourceExhausted, "MESSAGE_TOO_LARGE",
               absl::StrCat("the message has ", size, " bytes; at most ", limit,
                            " are taken"));
}

absl::Status DeadlinePassedError() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               "the deadline had passed before the call was begun; nothing "
               "was done");
}

absl::Status TooManyStreamsError(int limit) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
               absl::StrCat("more than ", limit,
                            " streams are open; close some, or try later"));
}

absl::Status StoppingError() {
  return Error(absl::StatusCode::kUnavailable, "STOPPING",
               "the server is stopping; call again");
}

absl::Status CallCancelledError() {
  return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
               "the caller has gone");
}

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kDataLoss ||
         code == absl::StatusCode::kUnknown;
}

absl::string_view CodeName(absl::StatusCode code) {
  static constexpr std::array<absl::string_view, 17> kNames = {
      "OK",
      "CANCELLED",
      "UNKNOWN",
      "INVALID_ARGUMENT",
      "DEADLINE_EXCEEDED",
      "NOT_FOUND",
      "ALREADY_EXISTS",
      "PERMISSION_DENIED",
      "RESOURCE_EXHAUSTED",
      "FAILED_PRECONDITION",
      "ABORTED",
      "OUT_OF_RANGE",
      "UNIMPLEMENTED",
      "INTERNAL",
      "UNAVAILABLE",
      "DATA_LOSS",
      "UNAUTHENTICATED"};
  const auto index = static_cast<size_t>(code);
  return index < kNames.size() ? kNames[index] : "UNKNOWN";
}

}  // namespace vigil::rpc
