#include "services/common/base/error.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace vigil {
namespace {

constexpr absl::string_view kErrorInfoUrl =
    "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kBadRequestUrl =
    "type.googleapis.com/google.rpc.BadRequest";
constexpr size_t kMaxViolations = 100;

template <typename Message>
Message PayloadOf(const absl::Status& status, absl::string_view url) {
  Message message;
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  // What cannot be read counts as absent: it came from another process.
  if (payload.has_value()) message.ParseFromString(std::string(*payload));
  return message;
}

template <typename Message>
void SetPayload(absl::Status& status, absl::string_view url,
                const Message& message) {
  status.SetPayload(url, absl::Cord(message.SerializeAsString()));
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason,
                   absl::string_view message) {
  absl::Status status(code, message);
  google::rpc::ErrorInfo details;
  details.set_reason(std::string(reason));
  details.set_domain("vigil");
  SetPayload(status, kErrorInfoUrl, details);
  return status;
}

absl::Status InvalidFieldError(absl::string_view field,
                               absl::string_view description) {
  return InvalidFieldsError("INVALID_FIELD",
                            {{std::string(field), std::string(description)}});
}

absl::Status InvalidFieldsError(absl::string_view reason,
                                const std::vector<FieldViolation>& violations) {
  std::string message = "the request is not valid";
  if (!violations.empty()) {
    message = absl::StrCat(violations.front().field, ": ",
                           violations.front().description);
  }
  if (violations.size() > 1) {
    absl::StrAppend(&message, " (and ", violations.size() - 1, " more)");
  }
  absl::Status status =
      Error(absl::StatusCode::kInvalidArgument, reason, message);
  google::rpc::BadRequest details;
  const size_t count = std::min(violations.size(), kMaxViolations);
  for (size_t i = 0; i < count; ++i) {
    auto* violation = details.add_field_violations();
    violation->set_field(violations[i].field);
    violation->set_description(violations[i].description);
  }
  SetPayload(status, kBadRequestUrl, details);
  return status;
}

absl::Status WithMetadata(absl::Status status, absl::string_view key,
                          absl::string_view value) {
  auto details = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  (*details.mutable_metadata())[std::string(key)] = std::string(value);
  SetPayload(status, kErrorInfoUrl, details);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  return PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl).reason();
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto details =
      PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl);
  for (const auto& violation : details.field_violations()) {
    violations.push_back({violation.field(), violation.description()});
  }
  return violations;
}

std::map<std::string, std::string> MetadataOf(const absl::Status& status) {
  const auto details = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  return {details.metadata().begin(), details.metadata().end()};
}

}  // namespace vigil
