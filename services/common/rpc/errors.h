#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::rpc {

// The errors that every RPC has, before and around what it does.

// `PERMISSION_DENIED`, reason `ROLE_NOT_ALLOWED`.
absl::Status RoleNotAllowedError(absl::string_view method);

// `INVALID_ARGUMENT`, reason `MALFORMED_REQUEST`: the bytes are not the message
// that the method takes, or a string in it is not UTF-8.
absl::Status MalformedRequestError(absl::string_view message_type);

// `RESOURCE_EXHAUSTED`, reason `MESSAGE_TOO_LARGE`. (A message of more than
// twice the limit is refused by gRPC, without details.)
absl::Status MessageTooLargeError(size_t size, size_t limit);

// `DEADLINE_EXCEEDED`, reason `DEADLINE_PASSED`: nothing was done.
absl::Status DeadlinePassedError();

// `RESOURCE_EXHAUSTED`, reason `TOO_MANY_STREAMS`.
absl::Status TooManyStreamsError(int limit);

// `UNAVAILABLE`, reason `STOPPING`: the server goes away; call again.
absl::Status StoppingError();

// `CANCELLED`, reason `CALL_CANCELLED`: the caller has gone.
absl::Status CallCancelledError();

// Whether an error is a defect of this service, rather than something that its
// caller or its surroundings can cause. Its message stays inside.
bool IsOurFault(absl::StatusCode code);

// `NOT_FOUND`, as gRPC writes it.
absl::string_view CodeName(absl::StatusCode code);

}  // namespace vigil::rpc
