#include "services/common/rpc/service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/message_allocator.h>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/stream_call.h"
#include "services/common/rpc/unary_call.h"
#include "services/common/rpc/upload_call.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

using Holder = grpc::MessageHolder<ByteBuffer, Outgoing>;

// Owns the allocator, as gRPC's handler does not.
class UnaryMethod final : public grpc::internal::MethodHandler {
 public:
  explicit UnaryMethod(const Route& route)
      : calls_(route), handler_(&UnaryMethod::Begin) {
    handler_.SetMessageAllocator(&calls_);
  }

  void RunHandler(const HandlerParameter& parameter) override {
    handler_.RunHandler(parameter);
  }
  void* Deserialize(grpc_call* call, grpc_byte_buffer* request,
                    grpc::Status* status, void** handler_data) override {
    return handler_.Deserialize(call, request, status, handler_data);
  }

 private:
  static grpc::ServerUnaryReactor* Begin(CallbackServerContext* context,
                                         const ByteBuffer* /*request*/,
                                         Outgoing* /*response*/) {
    auto* call = static_cast<UnaryCall*>(
        static_cast<Holder*>(context->GetRpcAllocatorState()));
    call->Begin(*context);
    return call;
  }

  UnaryCalls calls_;
  grpc::internal::CallbackUnaryHandler<ByteBuffer, Outgoing> handler_;
};

}  // namespace

SurfaceService::SurfaceService(const Surface& surface, const Runtime& runtime,
                               Metrics& metrics) {
  for (const Method& method : surface.methods()) {
    const std::string path = PathOf(method);
    const Route& route =
        routes_.emplace_back(Route{.runtime = &runtime,
                                   .method = &method,
                                   .path = path,
                                   .metrics = &metrics.Add(path)});
    const char* wire_path =
        paths_.emplace_back(absl::StrCat("/", path)).c_str();
    if (method.server_stream) {
      AddServerStream(route, wire_path);
    } else if (method.client_stream) {
      AddClientStream(route, wire_path);
    } else {
      AddUnary(route, wire_path);
    }
  }
}

void SurfaceService::AddUnary(const Route& route, const char* path) {
  const auto index = static_cast<int>(routes_.size()) - 1;
  AddMethod(new RpcServiceMethod(path, RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(index, new UnaryMethod(route));
}

void SurfaceService::AddServerStream(const Route& route, const char* path) {
  const auto index = static_cast<int>(routes_.size()) - 1;
  AddMethod(new RpcServiceMethod(path, RpcMethod::SERVER_STREAMING, nullptr));
  MarkMethodRawCallback(
      index,
      new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, Outgoing>(
          [&route](CallbackServerContext* context, const ByteBuffer* request) {
            return StreamCall::Begin(route, *context, *request);
          }));
}

void SurfaceService::AddClientStream(const Route& route, const char* path) {
  const auto index = static_cast<int>(routes_.size()) - 1;
  AddMethod(new RpcServiceMethod(path, RpcMethod::CLIENT_STREAMING, nullptr));
  MarkMethodRawCallback(
      index,
      new grpc::internal::CallbackClientStreamingHandler<ByteBuffer, Outgoing>(
          [&route](CallbackServerContext* context, Outgoing* outgoing) {
            return UploadCall::Begin(route, *context, *outgoing);
          }));
}

}  // namespace vigil::rpc
