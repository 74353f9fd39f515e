#pragma once

#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/message_allocator.h>
#include <grpcpp/support/server_callback.h>

#include <array>

#include "absl/status/status.h"
#include "services/common/rpc/admission.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/runtime.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {

// One unary call, with everything that it needs in one piece of memory: gRPC's
// message holder and reactor, the messages and their arena.
class UnaryCall final : public grpc::MessageHolder<grpc::ByteBuffer, Outgoing>,
                        public grpc::ServerUnaryReactor {
 public:
  explicit UnaryCall(const Route& route);

  // Answers the call, at once or later.
  void Begin(grpc::CallbackServerContext& context);

  // gRPC is done with it.
  void Release() override { delete this; }
  void OnDone() override {}

 private:
  // Nothing that gRPC calls here blocks, so it needs no thread of its own.
  bool InternalInlineable() override { return true; }

  absl::Status Parse();
  void End(const absl::Status& status) {
    Finish(admission_.End(status, call_));
  }

  const Route& route_;
  Admission admission_;
  Call call_;
  grpc::ByteBuffer request_bytes_;
  Outgoing outgoing_;
  google::protobuf::Message* request_ = nullptr;
  google::protobuf::Message* response_ = nullptr;
  // The messages of most calls fit.
  alignas(8) std::array<char, 2048> block_;
  google::protobuf::Arena arena_;
};

}  // namespace vigil::rpc
