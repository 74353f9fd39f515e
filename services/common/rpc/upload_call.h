#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>

#include "absl/status/status.h"
#include "services/common/rpc/admission.h"
#include "services/common/rpc/runtime.h"
#include "services/common/rpc/source.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {

// One client stream: reads a message, pushes it into the sink, reads the next.
class UploadCall final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  // Answers a call; deletes itself when gRPC is done with it.
  static UploadCall* Begin(const Route& route,
                           grpc::CallbackServerContext& context,
                           Outgoing& outgoing);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  UploadCall(const Route& route, grpc::CallbackServerContext& context)
      : route_(route), admission_(route), context_(context) {}

  absl::Status Open(Outgoing& outgoing);
  absl::Status Push();
  void End(const absl::Status& status) {
    Finish(admission_.End(status, call_));
  }

  const Route& route_;
  Admission admission_;
  grpc::CallbackServerContext& context_;
  Call call_;
  grpc::ByteBuffer bytes_;
  std::unique_ptr<Sink> sink_;
  std::unique_ptr<google::protobuf::Message> message_;
  std::unique_ptr<google::protobuf::Message> response_;
};

}  // namespace vigil::rpc
