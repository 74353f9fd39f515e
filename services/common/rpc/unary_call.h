#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/message_allocator.h>
#include <grpcpp/support/server_callback.h>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/admission.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/runtime.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {

class UnaryCalls;

// The messages of a call, and room for the call itself. Calls come and go by
// the ten thousand, so both are kept for the next one of the same method.
struct CallSlot {
  std::unique_ptr<google::protobuf::Message> request;
  std::unique_ptr<google::protobuf::Message> response;
  alignas(std::max_align_t) std::array<std::byte, 1024> room;
};

// One unary call: gRPC's message holder and reactor in one.
class UnaryCall final : public grpc::MessageHolder<grpc::ByteBuffer, Outgoing>,
                        public grpc::ServerUnaryReactor {
 public:
  UnaryCall(UnaryCalls& calls, std::unique_ptr<CallSlot> slot);

  // Answers the call, at once or later.
  void Begin(grpc::CallbackServerContext& context);

  // gRPC is done with it.
  void Release() override;
  void OnDone() override {}

 private:
  // Nothing that gRPC calls here blocks, so it needs no thread of its own.
  bool InternalInlineable() override { return true; }

  void End(const absl::Status& status);

  UnaryCalls& calls_;
  std::unique_ptr<CallSlot> slot_;
  Admission admission_;
  Call call_;
  grpc::ByteBuffer request_bytes_;
  Outgoing outgoing_;
  bool keep_messages_ = false;
};

// Makes the calls of one method. Thread-safe.
class UnaryCalls final
    : public grpc::MessageAllocator<grpc::ByteBuffer, Outgoing> {
 public:
  explicit UnaryCalls(const Route& route) : route_(route) {}

  UnaryCall* AllocateMessages() override;

  const Route& route() const { return route_; }

 private:
  friend class UnaryCall;

  void Keep(std::unique_ptr<CallSlot> slot);

  const Route& route_;
  Mutex mutex_;
  std::vector<std::unique_ptr<CallSlot>> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::rpc
