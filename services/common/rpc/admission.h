#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/runtime.h"

namespace vigil::rpc {

// The beginning and the end of every call, of whatever kind.
class Admission {
 public:
  explicit Admission(const Route& route) : route_(route) {}

  // Names the call, finds out who calls and whether they may. Fills in `call`,
  // and puts `vigil-call-id` into the trailers. Without error, the call may
  // begin. Errors as `Gate::Admit`, and DEADLINE_EXCEEDED, DEADLINE_PASSED.
  absl::Status Begin(grpc::CallbackServerContext& context,
                     absl::Duration max_time, Call& call);

  // Whether the caller of a call that has begun may still make it: the errors
  // of `Gate::Admit`, or TOKEN_UNKNOWN if the token is somebody else's now.
  absl::Status CheckAgain(const grpc::CallbackServerContext& context,
                          const Call& call) const;

  // Reads a message that has come in. Errors: MESSAGE_TOO_LARGE,
  // MALFORMED_REQUEST.
  absl::Status Read(grpc::ByteBuffer& bytes,
                    google::protobuf::Message& message) const;

  // Counts and logs how the call ended; returns what leaves the process. This
  // is the only place where errors do. Call it once.
  grpc::Status End(const absl::Status& status, const Call& call);

 private:
  void Log(const absl::Status& status, const Call& call,
           absl::Duration latency) const;

  const Route& route_;
  std::chrono::steady_clock::time_point begin_time_;
};

}  // namespace vigil::rpc
