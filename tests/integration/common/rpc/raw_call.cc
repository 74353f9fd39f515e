#include "tests/integration/common/rpc/raw_call.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <future>
#include <vector>

#include "absl/time/clock.h"

namespace vigil {

RawAnswer RawCall(const std::string& address, const std::string& method,
                  const std::string& request, const RawMetadata& metadata,
                  absl::Duration timeout) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  grpc::GenericStub stub(grpc::CreateCustomChannel(
      address, grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ByteBuffer answer;
  std::promise<grpc::Status> done;
  stub.UnaryCall(
      &context, "/" + method, grpc::StubOptions(), &bytes, &answer,
      [&done](const grpc::Status& status) { done.set_value(status); });
  const grpc::Status status = done.get_future().get();

  RawAnswer result{.code = status.error_code(),
                   .message = status.error_message(),
                   .details = status.error_details()};
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    result.trailers.emplace(std::string(key.data(), key.size()),
                            std::string(value.data(), value.size()));
  }
  std::vector<grpc::Slice> slices;
  if (answer.Valid() && answer.Dump(&slices).ok()) {
    for (const grpc::Slice& piece : slices) {
      result.response.append(reinterpret_cast<const char*>(piece.begin()),
                             piece.size());
    }
  }
  return result;
}

}  // namespace vigil
