#include "services/common/rpc/unary_call.h"

#include <new>
#include <utility>

#include "services/common/rpc/errors.h"

namespace vigil::rpc {
namespace {

// Messages that were larger are not kept.
constexpr size_t kKeptBytes = 16 << 10;
constexpr size_t kKeptSlots = 256;

}  // namespace

UnaryCall::UnaryCall(UnaryCalls& calls, std::unique_ptr<CallSlot> slot)
    : calls_(calls), slot_(std::move(slot)), admission_(calls.route()) {
  set_request(&request_bytes_);
  set_response(&outgoing_);
  outgoing_.message = slot_->response.get();
}

void UnaryCall::Begin(grpc::CallbackServerContext& context) {
  const Route& route = calls_.route();
  absl::Status status =
      admission_.Begin(context, route.runtime->max_unary_time, call_);
  if (status.ok()) status = admission_.Read(request_bytes_, *slot_->request);
  if (!status.ok()) return End(status);

  const Method& method = *route.method;
  if (method.unary) {
    return End(method.unary(call_, *slot_->request, *slot_->response));
  }
  method.deferred(call_, *slot_->request, *slot_->response,
                  [this](const absl::Status& result) { End(result); });
}

// The response is serialized in `Finish`, so its size is known after it; but
// then the call may be gone.
void UnaryCall::End(const absl::Status& status) {
  keep_messages_ = status.ok() && request_bytes_.Length() <= kKeptBytes;
  Finish(admission_.End(status, call_));
}

void UnaryCall::Release() {
  UnaryCalls& calls = calls_;
  std::unique_ptr<CallSlot> slot = std::move(slot_);
  const bool keep =
      keep_messages_ &&
      static_cast<size_t>(slot->response->GetCachedSize()) <= kKeptBytes;
  this->~UnaryCall();
  if (keep) calls.Keep(std::move(slot));
}

UnaryCall* UnaryCalls::AllocateMessages() {
  static_assert(sizeof(UnaryCall) <= sizeof(CallSlot::room));
  std::unique_ptr<CallSlot> slot;
  {
    MutexLock lock(mutex_);
    if (!free_.empty()) {
      slot = std::move(free_.back());
      free_.pop_back();
    }
  }
  if (slot == nullptr) {
    // Not `make_unique`: the room need not be filled with zeros.
    slot.reset(new CallSlot);
    slot->request.reset(route_.method->request->New());
    slot->response.reset(route_.method->response->New());
  }
  void* room = slot->room.data();
  return new (room) UnaryCall(*this, std::move(slot));
}

void UnaryCalls::Keep(std::unique_ptr<CallSlot> slot) {
  slot->request->Clear();
  slot->response->Clear();
  MutexLock lock(mutex_);
  if (free_.size() < kKeptSlots) free_.push_back(std::move(slot));
}

}  // namespace vigil::rpc
