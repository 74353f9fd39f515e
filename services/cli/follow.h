#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/cli/session.h"
#include "vigil/alerts/v1/feed.pb.h"

namespace vigil::cli {

struct FollowOptions {
  // The feed: `partners/demo` or one of its subscriptions.
  std::string parent;
  // The last sequence that is there already.
  int64_t after_sequence = 0;
  // When to give up: `DEADLINE_EXCEEDED`, reason NO_ALERT.
  absl::Duration timeout = absl::InfiniteDuration();
  // The file that items are written to, if it is to be noticed while none come
  // that nobody reads it any more: OUTPUT_CLOSED.
  int output = -1;
};

// Whether a stream that has ended so is to be opened again.
bool IsWorthAnotherTry(const absl::Status& status);

// Hands over each item of a feed, in order and once, until `take` returns
// false. A stream that breaks is opened again after the last item, for as long
// as it takes; standard error says so once. Returns what cannot be mended so.
absl::Status Follow(
    Session& session, const FollowOptions& options,
    const std::function<bool(const alerts::v1::FeedItem&)>& take);

}  // namespace vigil::cli
