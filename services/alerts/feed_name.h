#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::alerts {

// Names a feed, and what it is the feed of: `partners/{partner}` or
// `partners/{partner}/subscriptions/{subscription}`.
struct FeedName {
  std::string partner;
  std::string subscription;  // Empty: the partner's own feed.

  // `INVALID_ARGUMENT`, naming `field`, if `text` is neither.
  static absl::StatusOr<FeedName> Parse(absl::string_view field,
                                        absl::string_view text);

  std::string ToString() const;

  bool operator==(const FeedName&) const = default;
};

}  // namespace vigil::alerts
