#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::rpc {

// Clients refuse metadata above 8 KiB as a whole, so an error that leaves is
// cut to fit: its message to so many bytes, and then, from the end, its field
// violations until the details fit.
constexpr int kMaxErrorMessageBytes = 700;
constexpr int kMaxErrorDetailsBytes = 4000;

// Converts an error on its way out of the process, with its details as
// `google.rpc.Status`. What is our fault keeps its reason, but not its message.
grpc::Status ToGrpcStatus(const absl::Status& status);

// Converts the answer of another process. An error that gRPC itself made bears
// the reason SERVER_UNREACHABLE or DEADLINE_PASSED where it means that.
absl::Status FromGrpcStatus(const grpc::Status& status,
                            absl::string_view address);

}  // namespace vigil::rpc
