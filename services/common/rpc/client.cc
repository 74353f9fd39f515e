#include "services/common/rpc/client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/status.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {
namespace {

using google::protobuf::Message;
using grpc::internal::RpcMethod;

// No upload takes longer, whatever the caller says.
constexpr absl::Duration kMaxUploadTime = absl::Minutes(10);

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  // Not a pause, whatever its name: how long an attempt to connect may take. A
  // busy machine needs more than a moment.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // A connection of its own: one client's back-off is not another's.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(16 << 20);
  return arguments;
}

}  // namespace

// The connection, and the calls that are under way. The synchronous API waits
// in the caller's own thread: nothing is handed over.
class Client::Channel {
 public:
  explicit Channel(ClientOptions options)
      : options_(std::move(options)),
        authorization_(absl::StrCat("Bearer ", options_.token)),
        channel_(grpc::CreateCustomChannel(options_.address,
                                           grpc::InsecureChannelCredentials(),
                                           Arguments())) {}

  // Runs `body(context)`, which returns a `grpc::Status`.
  template <typename Body>
  absl::Status Run(absl::Time deadline, Body body) {
    grpc::ClientContext context;
    if (!options_.token.empty()) {
      context.AddMetadata("authorization", authorization_);
    }
    if (deadline != absl::InfiniteFuture()) {
      context.set_deadline(absl::ToChronoTime(deadline));
    }
    if (!Enter(context)) return StoppedError();
    const grpc::Status status = body(context);
    const bool stopped = Leave(context);
    if (!status.ok() && stopped) return StoppedError();
    return FromGrpcStatus(status, options_.address);
  }

  void Stop() {
    MutexLock lock(mutex_);
    stopped_ = true;
    for (grpc::ClientContext* context : contexts_) context->TryCancel();
  }

  absl::Duration timeout() const { return options_.timeout; }
  grpc::Channel* channel() { return channel_.get(); }

 private:
  static absl::Status StoppedError() {
    return Error(absl::StatusCode::kCancelled, "CLIENT_STOPPED",
                 "the call was ended because its caller stops");
  }

  bool Enter(grpc::ClientContext& context) {
    MutexLock lock(mutex_);
    if (stopped_) return false;
    contexts_.insert(&context);
    return true;
  }

  // Returns whether the client has been stopped.
  bool Leave(grpc::ClientContext& context) {
    MutexLock lock(mutex_);
    contexts_.erase(&context);
    return stopped_;
  }

  const ClientOptions options_;
  const std::string authorization_;
  const std::shared_ptr<grpc::Channel> channel_;
  Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::unordered_set<grpc::ClientContext*> contexts_ ABSL_GUARDED_BY(mutex_);
};

Client::Client(ClientOptions options)
    : channel_(std::make_unique<Channel>(std::move(options))) {}

Client::~Client() = default;

absl::Status Client::Call(absl::string_view method, const Message& request,
                          Message& response, absl::Time deadline) {
  const std::string path = absl::StrCat("/", method);
  const absl::Time latest = absl::Now() + channel_->timeout();
  return channel_->Run(
      std::min(deadline, latest), [&](grpc::ClientContext& context) {
        const Outgoing outgoing{&request};
        Incoming incoming{&response};
        return grpc::internal::BlockingUnaryCall<Outgoing, Incoming, Outgoing,
                                                 Incoming>(
            channel_->channel(),
            RpcMethod(path.c_str(), nullptr, RpcMethod::NORMAL_RPC), &context,
            outgoing, &incoming);
      });
}

absl::Status Client::Stream(absl::string_view method, const Message& request,
                            Message& message,
                            const std::function<bool()>& received) {
  const std::string path = absl::StrCat("/", method);
  return channel_->Run(
      absl::InfiniteFuture(), [&](grpc::ClientContext& context) {
        const RpcMethod rpc(path.c_str(), nullptr, RpcMethod::SERVER_STREAMING);
        const std::unique_ptr<grpc::ClientReader<Incoming>> reader(
            grpc::internal::ClientReaderFactory<Incoming>::Create(
                channel_->channel(), rpc, &context, Outgoing{&request}));
        Incoming incoming{&message};
        while (reader->Read(&incoming)) {
          if (received()) continue;
          context.TryCancel();
          reader->Finish();
          return grpc::Status();
        }
        return reader->Finish();
      });
}

absl::Status Client::Upload(absl::string_view method, Message& message,
                            const std::function<bool()>& next,
                            Message& response, absl::Time deadline) {
  const std::string path = absl::StrCat("/", method);
  const absl::Time latest = absl::Now() + kMaxUploadTime;
  return channel_->Run(
      std::min(deadline, latest), [&](grpc::ClientContext& context) {
        const RpcMethod rpc(path.c_str(), nullptr, RpcMethod::CLIENT_STREAMING);
        Incoming incoming{&response};
        const std::unique_ptr<grpc::ClientWriter<Outgoing>> writer(
            grpc::internal::ClientWriterFactory<Outgoing>::Create(
                channel_->channel(), rpc, &context, &incoming));
        bool sent = true;
        while (sent && next()) sent = writer->Write(Outgoing{&message});
        if (sent) writer->WritesDone();
        return writer->Finish();
      });
}

void Client::Stop() { channel_->Stop(); }

}  // namespace vigil::rpc
