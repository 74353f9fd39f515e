#include "services/common/api/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::api {

absl::Status NotFoundError(absl::string_view name) {
  return Error(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
               absl::StrCat(name, " does not exist"));
}

absl::Status AlreadyExistsError(absl::string_view name) {
  return Error(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS",
               absl::StrCat(name, " exists already"));
}

absl::Status EtagMismatchError(absl::string_view name) {
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
               absl::StrCat(name, " has changed; read it again and retry"));
}

absl::Status PageTokenInvalidError() {
  return InvalidFieldsError(
      "PAGE_TOKEN_INVALID",
      {{.field = "page_token",
        .description = "is not a token that a list has returned; leave it "
                       "empty to start from the beginning"}});
}

absl::Status PageTokenMismatchError() {
  return InvalidFieldsError(
      "PAGE_TOKEN_MISMATCH",
      {{.field = "page_token",
        .description = "belongs to another query; every field but page_size "
                       "must stay as it was"}});
}

absl::Status FilterInvalidError(int position, absl::string_view description) {
  return InvalidFieldsError(
      "FILTER_INVALID", {{.field = "filter",
                          .description = absl::StrCat("at position ", position,
                                                      ": ", description)}});
}

absl::Status FieldMaskInvalidError(absl::string_view description) {
  return InvalidFieldsError(
      "FIELD_MASK_INVALID",
      {{.field = "update_mask", .description = std::string(description)}});
}

}  // namespace vigil::api
