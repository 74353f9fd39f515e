#include "services/common/rpc/unary_call.h"

#include <utility>

#include "services/common/rpc/errors.h"

namespace vigil::rpc {

// The block is memory for the arena: to fill it first would be a waste.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
UnaryCall::UnaryCall(const Route& route)
    : route_(route), admission_(route), arena_(block_.data(), block_.size()) {
  set_request(&request_bytes_);
  set_response(&outgoing_);
}

void UnaryCall::Begin(grpc::CallbackServerContext& context) {
  absl::Status status =
      admission_.Begin(context, route_.runtime->max_unary_time, call_);
  if (status.ok()) status = Parse();
  if (!status.ok()) return End(status);

  const Method& method = *route_.method;
  if (method.unary) {
    return End(method.unary(call_, *request_, *response_));
  }
  method.deferred(call_, *request_, *response_,
                  [this](const absl::Status& result) { End(result); });
}

absl::Status UnaryCall::Parse() {
  request_ = route_.method->request->New(&arena_);
  if (!ParseFrom(request_bytes_, *request_)) {
    return MalformedRequestError(request_->GetDescriptor()->full_name());
  }
  response_ = route_.method->response->New(&arena_);
  outgoing_.message = response_;
  return absl::OkStatus();
}

}  // namespace vigil::rpc
