#include "services/common/rpc/status.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"
#include "services/common/rpc/errors.h"

namespace vigil::rpc {
namespace {

constexpr absl::string_view kErrorInfoUrl =
    "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kBadRequestUrl =
    "type.googleapis.com/google.rpc.BadRequest";

// Cuts at a letter's beginning, so that the result stays UTF-8.
std::string Cut(absl::string_view text, size_t size) {
  if (text.size() <= size) return std::string(text);
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  return std::string(text.substr(0, size));
}

template <typename Message>
Message PayloadOf(const absl::Status& status, absl::string_view url) {
  Message message;
  const auto payload = status.GetPayload(url);
  if (payload.has_value()) message.ParseFromString(std::string(*payload));
  return message;
}

// The metadata is dropped where it tells of our own fault.
google::rpc::ErrorInfo ReasonDetails(const absl::Status& status) {
  auto details = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  details.set_domain("vigil");
  if (details.reason().empty()) {
    details.set_reason(std::string(CodeName(status.code())));
  }
  if (IsOurFault(status.code())) details.clear_metadata();
  return details;
}

void FitViolations(google::rpc::BadRequest& details, size_t size) {
  auto& violations = *details.mutable_field_violations();
  while (details.ByteSizeLong() > size && !violations.empty()) {
    violations.RemoveLast();
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  // The two enumerations have the same values, by design.
  auto code = static_cast<grpc::StatusCode>(status.code());
  if (code == grpc::StatusCode::UNKNOWN) code = grpc::StatusCode::INTERNAL;
  const std::string message =
      IsOurFault(status.code())
          ? "something is wrong here that is not your fault; the operator "
            "finds "
            "it in the log under this call's vigil-call-id"
          : Cut(status.message(), kMaxErrorMessageBytes);

  google::rpc::Status details;
  details.set_code(static_cast<int>(code));
  details.set_message(message);
  details.add_details()->PackFrom(ReasonDetails(status));
  auto fields = PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl);
  if (!fields.field_violations().empty()) {
    constexpr size_t kFrame = 60;  // Of the Any around it.
    const size_t used = details.ByteSizeLong() + kFrame;
    FitViolations(fields, used < kMaxErrorDetailsBytes
                              ? kMaxErrorDetailsBytes - used
                              : 0);
    details.add_details()->PackFrom(fields);
  }
  if (details.ByteSizeLong() > kMaxErrorDetailsBytes) details.clear_details();
  return grpc::Status(code, message, details.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status,
                            absl::string_view address) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status details;
  if (status.error_details().empty() ||
      !details.ParseFromString(status.error_details())) {
    if (code == absl::StatusCode::kUnavailable) {
      return Error(code, "SERVER_UNREACHABLE",
                   absl::StrCat("no answer from ", address, ": ",
                                status.error_message()));
    }
    if (code == absl::StatusCode::kDeadlineExceeded) {
      return Error(code, "DEADLINE_PASSED",
                   absl::StrCat("no answer from ", address, " in time"));
    }
    return Error(code, CodeName(code), status.error_message());
  }
  absl::Status result(code, status.error_message());
  for (const auto& detail : details.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace vigil::rpc
