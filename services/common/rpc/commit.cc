#include "services/common/rpc/commit.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>

#include "services/common/base/error.h"

namespace vigil::rpc {
namespace {

using google::protobuf::Message;

std::string SerializeDeterministically(const Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace

std::string DigestOfRequest(absl::string_view method, const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || !request.GetReflection()->HasField(request, field)) {
    return ledger::DigestOf(method, SerializeDeterministically(request));
  }
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  copy->GetReflection()->ClearField(copy.get(), field);
  return ledger::DigestOf(method, SerializeDeterministically(*copy));
}

ledger::Command CommandOf(const Call& call, const Message& request,
                          CommitOptions options) {
  ledger::Command command;
  command.actor = call.principal.name;
  if (!options.request_id.empty()) {
    command.digest = DigestOfRequest(call.method, request);
  }
  command.request_id = std::move(options.request_id);
  command.source = std::move(options.source);
  command.scope = std::move(options.scope);
  command.deadline = call.deadline;
  return command;
}

absl::Status FillResponse(const absl::StatusOr<ledger::Committed>& committed,
                          Message& response) {
  if (!committed.ok()) return committed.status();
  if (response.ParseFromString(committed->answer)) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "ANSWER_UNREADABLE",
               "the answer in the ledger is not the method's response");
}

}  // namespace vigil::rpc
