#include "services/common/rpc/server_options.h"

#include <grpc/grpc.h>
#include <grpcpp/resource_quota.h>

namespace vigil::rpc {
namespace {

constexpr int kMilliseconds = 1;
constexpr int kSeconds = 1000 * kMilliseconds;
constexpr int kMinutes = 60 * kSeconds;
constexpr int kHours = 60 * kMinutes;

}  // namespace

void SetLimits(const ServerOptions& options, grpc::ServerBuilder& builder) {
  // What is larger than the limit, but not by much, is refused with details.
  builder.SetMaxReceiveMessageSize(2 * options.max_message_bytes);
  builder.SetMaxSendMessageSize(options.max_message_bytes);
  // A gzip bomb is inflated before its size is checked.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);

  grpc::ResourceQuota quota("vigil");
  quota.Resize(size_t{2} << 30);
  quota.SetMaxThreads(64);
  builder.SetResourceQuota(quota);

  // A second process must fail to bind.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 2000);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8192);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             10 * kSeconds);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 1 * kHours);
  // A client moves to another replica at least this often; gRPC adds jitter.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 12 * kHours);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             5 * kMinutes);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30 * kSeconds);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSeconds);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10 * kSeconds);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 3);
}

}  // namespace vigil::rpc
