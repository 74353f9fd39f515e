#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::type::v1 {
class Source;
}  // namespace vigil::type::v1

namespace vigil::api {

inline constexpr size_t kMaxCitationLength = 500;
inline constexpr size_t kMaxUriLength = 500;
inline constexpr size_t kMaxRequestIdLength = 64;

// Whether `text` is well-formed UTF-8.
bool IsUtf8(absl::string_view text);

// Returns `text` quoted for a message: what is not printable ASCII is escaped,
// and of more than 80 bytes only the first 80 are shown.
std::string Shown(absl::string_view text);

// Each returns `INVALID_ARGUMENT`, naming the field and what is allowed.

// UTF-8 of `min` to `max` bytes without control characters.
absl::Status CheckText(absl::string_view field, absl::string_view value,
                       size_t min, size_t max);

// An http or https URI of at most 500 bytes with a host, without spaces.
absl::Status CheckUri(absl::string_view field, absl::string_view value);

// A source with a citation of 1 to 500 bytes, no URI or a good one, and a
// confidence that is known.
absl::Status CheckSource(absl::string_view field,
                         const type::v1::Source& source);

// Nothing, or 1 to 64 of `[A-Za-z0-9_-]`, which a UUID is. The field is
// `request_id`.
absl::Status CheckRequestId(absl::string_view value);

}  // namespace vigil::api
