#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil {

// A status code says what a caller may do about an error; a reason says which
// error it is, in a form that programs can compare; field violations say where
// in the request it is. All travel as payloads of `absl::Status`, under the
// type URLs and in the bytes of `google.rpc.ErrorInfo` and
// `google.rpc.BadRequest`, and leave the process as standard status details.

// One field of a request that is at fault, by its path from the request, e.g.
// `candidacy.state`, with what is allowed.
struct FieldViolation {
  std::string field;
  std::string description;

  bool operator==(const FieldViolation&) const = default;
};

// Returns an error with a reason, which is UPPER_SNAKE_CASE and promised in a
// .proto file.
absl::Status Error(absl::StatusCode code, absl::string_view reason,
                   absl::string_view message);

// Returns `INVALID_ARGUMENT`, reason `INVALID_FIELD`, for one field.
absl::Status InvalidFieldError(absl::string_view field,
                               absl::string_view description);

// Returns `INVALID_ARGUMENT` with a reason of its own, for one or more fields.
// The message names the first field.
absl::Status InvalidFieldsError(absl::string_view reason,
                                const std::vector<FieldViolation>& violations);

// Returns `status` with `key` = `value` added to the metadata of its reason.
absl::Status WithMetadata(absl::Status status, absl::string_view key,
                          absl::string_view value);

// What is attached to a status; empty where nothing is.
std::string ReasonOf(const absl::Status& status);
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);
std::map<std::string, std::string> MetadataOf(const absl::Status& status);

}  // namespace vigil
