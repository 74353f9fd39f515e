#include "services/common/rpc/upload_call.h"

#include "services/common/base/status_macros.h"
#include "services/common/rpc/errors.h"

namespace vigil::rpc {

UploadCall* UploadCall::Begin(const Route& route,
                              grpc::CallbackServerContext& context,
                              Outgoing& outgoing) {
  auto* call = new UploadCall(route, context);  // See `OnDone`.
  const absl::Status opened = call->Open(outgoing);
  if (opened.ok()) {
    call->StartRead(&call->bytes_);
  } else {
    call->End(opened);
  }
  return call;
}

absl::Status UploadCall::Open(Outgoing& outgoing) {
  VIGIL_RETURN_IF_ERROR(
      admission_.Begin(context_, absl::InfiniteDuration(), call_));
  message_.reset(route_.method->request->New());
  response_.reset(route_.method->response->New());
  outgoing.message = response_.get();
  VIGIL_ASSIGN_OR_RETURN(sink_, route_.method->client_stream(call_));
  return absl::OkStatus();
}

void UploadCall::OnReadDone(bool ok) {
  if (ok) {
    const absl::Status pushed = Push();
    if (!pushed.ok()) return End(pushed);
    return StartRead(&bytes_);
  }
  // The end of the stream, or of the client.
  if (context_.IsCancelled()) return End(CallCancelledError());
  sink_->Finish(*response_,
                [this](const absl::Status& status) { End(status); });
}

absl::Status UploadCall::Push() {
  VIGIL_RETURN_IF_ERROR(admission_.Read(bytes_, *message_));
  bytes_.Clear();
  return sink_->Push(*message_);
}

}  // namespace vigil::rpc
