#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/api/errors.h"  // IWYU pragma: export

namespace vigil::api {

inline constexpr size_t kMaxIdLength = 63;
inline constexpr size_t kMaxNameLength = 300;

// Whether `text` is `[a-z][a-z0-9-]{0,62}`.
bool IsId(absl::string_view text);

// Matches the resource name `name`, which stands in the request field `field`,
// with `pattern`, in which each `*` stands for one id, e.g.
// `bodies/*/elections/*`. Returns the ids, which are views of `name`.
// `INVALID_ARGUMENT` names the field and the pattern.
absl::StatusOr<std::vector<absl::string_view>> MatchName(
    absl::string_view field, absl::string_view pattern, absl::string_view name);

// `INVALID_ARGUMENT`, naming the field, unless `id` is an id.
absl::Status CheckId(absl::string_view field, absl::string_view id);

}  // namespace vigil::api
