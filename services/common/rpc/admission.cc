#include "services/common/rpc/admission.h"

#include <grpc/support/time.h>

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/token.h"
#include "services/common/rpc/errors.h"
#include "services/common/rpc/status.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {
namespace {

constexpr char kCallIdKey[] = "vigil-call-id";

absl::string_view MetadataOf(const grpc::CallbackServerContext& context,
                             const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

}  // namespace

absl::Status Admission::Begin(grpc::CallbackServerContext& context,
                              absl::Duration max_time, Call& call) {
  begin_time_ = SteadyNow();
  route_.metrics->Began();
  call.method = route_.path;
  const absl::string_view call_id = MetadataOf(context, kCallIdKey);
  call.call_id = IsCallId(call_id) ? std::string(call_id) : MakeCallId();
  context.AddTrailingMetadata(kCallIdKey, call.call_id);

  auto principal = route_.runtime->gate->Admit(
      *route_.method, MetadataOf(context, "authorization"));
  if (!principal.ok()) return std::move(principal).status();
  call.principal = *std::move(principal);

  const absl::Time now = absl::Now();
  const bool unbounded =
      gpr_time_cmp(context.raw_deadline(),
                   gpr_inf_future(context.raw_deadline().clock_type)) == 0;
  const absl::Time deadline =
      unbounded ? absl::InfiniteFuture() : absl::FromChrono(context.deadline());
  if (deadline <= now) return DeadlinePassedError();
  call.deadline = CappedDeadline(deadline, now, max_time);
  return absl::OkStatus();
}

absl::Status Admission::CheckAgain(const grpc::CallbackServerContext& context,
                                   const Call& call) const {
  VIGIL_ASSIGN_OR_RETURN(
      const identity::Principal principal,
      route_.runtime->gate->Admit(*route_.method,
                                  MetadataOf(context, "authorization")));
  return principal == call.principal ? absl::OkStatus()
                                     : identity::TokenUnknownError();
}

absl::Status Admission::Read(grpc::ByteBuffer& bytes,
                             google::protobuf::Message& message) const {
  const size_t limit = route_.runtime->max_message_bytes;
  if (bytes.Valid() && bytes.Length() > limit) {
    return MessageTooLargeError(bytes.Length(), limit);
  }
  if (!ParseFrom(bytes, message)) {
    return MalformedRequestError(message.GetDescriptor()->full_name());
  }
  return absl::OkStatus();
}

grpc::Status Admission::End(const absl::Status& status, const Call& call) {
  const absl::Duration latency = absl::FromChrono(SteadyNow() - begin_time_);
  const bool is_stream = route_.method->server_stream != nullptr;
  route_.metrics->Ended(status.code(),
                        is_stream ? -absl::Nanoseconds(1) : latency);
  if (!status.ok() || route_.runtime->log_calls) Log(status, call, latency);
  if (status.ok()) return grpc::Status();
  return ToGrpcStatus(status);
}

// Names nobody and nothing that was asked for: the message of an error that is
// the caller's may, and so stays out.
void Admission::Log(const absl::Status& status, const Call& call,
                    absl::Duration latency) const {
  const double milliseconds = absl::ToDoubleMilliseconds(latency);
  const std::string role = identity::v1::Role_Name(call.principal.role);
  if (IsOurFault(status.code())) {
    LogError("call failed", {{"method", call.method},
                             {"call_id", call.call_id},
                             {"code", CodeName(status.code())},
                             {"reason", ReasonOf(status)},
                             {"error", status.message()},
                             {"role", role},
                             {"milliseconds", milliseconds}});
    return;
  }
  LogInfo(status.ok() ? "call answered" : "call refused",
          {{"method", call.method},
           {"call_id", call.call_id},
           {"code", CodeName(status.code())},
           {"reason", ReasonOf(status)},
           {"role", role},
           {"milliseconds", milliseconds}});
}

}  // namespace vigil::rpc
