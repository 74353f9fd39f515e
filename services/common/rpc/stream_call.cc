#include "services/common/rpc/stream_call.h"

#include <utility>

#include "services/common/base/status_macros.h"
#include "services/common/rpc/errors.h"

namespace vigil::rpc {
namespace {

// A message that was larger is not kept for the next one.
constexpr int kKeptBytes = 16 << 10;

}  // namespace

StreamCall* StreamCall::Begin(const Route& route,
                              grpc::CallbackServerContext& context,
                              const grpc::ByteBuffer& request) {
  auto call = std::make_shared<StreamCall>(route, context);
  call->self_ = call;
  const absl::Status opened = call->Open(context, request);
  if (opened.ok()) {
    call->Advance();
  } else {
    call->End(opened);
  }
  return call.get();
}

absl::Status StreamCall::Open(grpc::CallbackServerContext& context,
                              const grpc::ByteBuffer& request) {
  VIGIL_RETURN_IF_ERROR(
      admission_.Begin(context, absl::InfiniteDuration(), call_));
  const std::unique_ptr<google::protobuf::Message> message(
      route_.method->request->New());
  grpc::ByteBuffer bytes = request;
  VIGIL_RETURN_IF_ERROR(admission_.Read(bytes, *message));
  Pump& pump = *route_.runtime->pump;
  if (!pump.Add(self_)) {
    return pump.stopped() ? StoppingError()
                          : TooManyStreamsError(pump.max_streams());
  }
  // Had the principals changed in between, nobody would have noticed.
  VIGIL_RETURN_IF_ERROR(admission_.CheckAgain(context, call_));
  {
    MutexLock lock(mutex_);
    written_ = route_.runtime->pump->now();
  }
  VIGIL_ASSIGN_OR_RETURN(source_,
                         route_.method->server_stream(call_, *message));
  return absl::OkStatus();
}

void StreamCall::Wake() {
  {
    MutexLock lock(mutex_);
    woken_ = true;
    if (turn_ != Turn::kIdle) return;
    turn_ = Turn::kHeld;
  }
  route_.runtime->pump->Schedule(shared_from_this());
}

bool StreamCall::TakeTurnIfSilent(
    std::chrono::steady_clock::time_point silent_since) {
  MutexLock lock(mutex_);
  if (turn_ != Turn::kIdle || written_ > silent_since) return false;
  heartbeat_due_ = true;
  turn_ = Turn::kHeld;
  return true;
}

bool StreamCall::TakeTurnIfUnwelcome() {
  absl::Status dismissal = admission_.CheckAgain(context_, call_);
  if (dismissal.ok()) return false;
  MutexLock lock(mutex_);
  dismissal_ = std::move(dismissal);
  if (turn_ != Turn::kIdle) return false;
  turn_ = Turn::kHeld;
  return true;
}

bool StreamCall::TakeTurnToStop() {
  MutexLock lock(mutex_);
  stopping_ = true;
  if (turn_ != Turn::kIdle) return false;
  turn_ = Turn::kHeld;
  return true;
}

void StreamCall::Advance() {
  do {
    absl::Status status;
    if (MustEnd(status)) return End(status);
    if (ahead_ == Ahead::kNothing && !waiting_) ahead_ = Pull(slot_);
    if (ahead_ == Ahead::kEnd) return End(last_);
    if (ahead_ == Ahead::kMessage) {
      const int written = slot_;
      slot_ = 1 - slot_;
      ahead_ = read_ahead_ ? Pull(slot_) : Ahead::kNothing;
      outgoing_.message = messages_[written].get();
      return Write(ahead_ == Ahead::kMessage);
    }
  } while (Settle());
}

bool StreamCall::MustEnd(absl::Status& status) {
  {
    MutexLock lock(mutex_);
    waiting_ = waiting_ && !woken_;
    woken_ = false;
    if (cancelled_) {
      status = CallCancelledError();
      return true;
    }
    if (!dismissal_.ok()) {
      status = dismissal_;
      return true;
    }
    // What was pulled is written first: the source counts it as delivered.
    read_ahead_ = !stopping_;
    if (!stopping_ || ahead_ != Ahead::kNothing) return false;
  }
  status = source_->Farewell();
  return true;
}

bool StreamCall::Settle() {
  {
    MutexLock lock(mutex_);
    if (woken_ || cancelled_ || stopping_ || !dismissal_.ok()) return true;
    const bool heartbeat = heartbeat_due_ && source_->HasHeartbeat();
    heartbeat_due_ = false;
    if (!heartbeat) {
      turn_ = Turn::kIdle;
      return false;
    }
  }
  google::protobuf::Message& message = MessageAt(slot_);
  source_->Heartbeat(message);
  outgoing_.message = &message;
  Write(false);
  return false;
}

StreamCall::Ahead StreamCall::Pull(int slot) {
  absl::StatusOr<Source::Next> next = source_->Pull(
      MessageAt(slot), [self = shared_from_this()] { self->Wake(); });
  if (!next.ok()) {
    last_ = std::move(next).status();
    return Ahead::kEnd;
  }
  if (*next == Source::Next::kEnd) return Ahead::kEnd;
  waiting_ = *next == Source::Next::kWait;
  return waiting_ ? Ahead::kNothing : Ahead::kMessage;
}

google::protobuf::Message& StreamCall::MessageAt(int slot) {
  auto& message = messages_[slot];
  if (message == nullptr || message->GetCachedSize() > kKeptBytes) {
    message.reset(route_.method->response->New());
  } else {
    message->Clear();
  }
  return *message;
}

void StreamCall::Write(bool more) {
  {
    MutexLock lock(mutex_);
    turn_ = Turn::kWriting;
    written_ = route_.runtime->pump->now();
  }
  route_.metrics->Sent();
  // The first write carries the initial metadata: to hold it back would be to
  // wait for it forever.
  grpc::WriteOptions options;
  if (more && !first_) options.set_buffer_hint();
  first_ = false;
  StartWrite(&outgoing_, options);
}

void StreamCall::OnWriteDone(bool ok) {
  {
    MutexLock lock(mutex_);
    turn_ = Turn::kHeld;
    cancelled_ = cancelled_ || !ok;
    const bool must_end = cancelled_ || stopping_ || !dismissal_.ok();
    if (waiting_ && !woken_ && !must_end) {
      turn_ = Turn::kIdle;
      return;
    }
  }
  Advance();
}

void StreamCall::OnCancel() {
  {
    MutexLock lock(mutex_);
    cancelled_ = true;
    if (turn_ != Turn::kIdle) return;
    turn_ = Turn::kHeld;
  }
  End(CallCancelledError());
}

void StreamCall::End(const absl::Status& status) {
  {
    MutexLock lock(mutex_);
    turn_ = Turn::kEnded;
  }
  Finish(admission_.End(status, call_));
}

void StreamCall::OnDone() {
  route_.runtime->pump->Remove(this);
  source_.reset();
  self_.reset();
}

}  // namespace vigil::rpc
