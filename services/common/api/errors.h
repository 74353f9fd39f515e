#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::api {

// The errors that every service with resources has. A service's own errors are
// in its own `errors.h`. `name` is the resource's name.

// `NOT_FOUND`, reason `RESOURCE_NOT_FOUND`.
absl::Status NotFoundError(absl::string_view name);

// `ALREADY_EXISTS`, reason `RESOURCE_ALREADY_EXISTS`.
absl::Status AlreadyExistsError(absl::string_view name);

// `ABORTED`, reason `ETAG_MISMATCH`: somebody changed it in the meantime.
absl::Status EtagMismatchError(absl::string_view name);

// `INVALID_ARGUMENT` for the field `page_token`: reason `PAGE_TOKEN_INVALID`,
// not a token of ours; `PAGE_TOKEN_MISMATCH`, the token of another query.
absl::Status PageTokenInvalidError();
absl::Status PageTokenMismatchError();

// `INVALID_ARGUMENT`, reason `FILTER_INVALID`, for the field `filter`.
// `position` counts bytes from 1.
absl::Status FilterInvalidError(int position, absl::string_view description);

// `INVALID_ARGUMENT`, reason `FIELD_MASK_INVALID`, for `update_mask`.
absl::Status FieldMaskInvalidError(absl::string_view description);

}  // namespace vigil::api
