#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/alerts/model.h"
#include "vigil/alerts/v1/feed.pb.h"

namespace vigil::alerts {

// An item of a feed, without what it says.
struct FeedStep {
  int64_t sequence = 0;
  int64_t position = 0;  // Of the update.
  int64_t revision = 0;  // At which it entered the feed.

  bool operator==(const FeedStep&) const = default;
};

// Visits the items of a feed that are kept, the newest first, until `visit`
// returns false. Costs as much as there are updates between the newest item and
// the last one visited.
void WalkFeed(const Model& model, const FeedPlace& feed,
              const std::function<bool(const FeedStep&)>& visit);

// Returns the sequence of the first item that is kept; head + 1 if none is.
int64_t EarliestSequence(const Model& model, const FeedPlace& feed);

// Returns the items after a sequence, oldest first, at most `limit`.
//
// Errors:
//   OUT_OF_RANGE, SEQUENCE_AHEAD: the feed is not that far.
//   OUT_OF_RANGE, SEQUENCE_TRIMMED: what follows is not kept.
absl::StatusOr<std::vector<FeedStep>> StepsAfter(const Model& model,
                                                 const FeedPlace& feed,
                                                 int64_t sequence,
                                                 size_t limit);

// Returns an item in full. `SEQUENCE_TRIMMED` if it was trimmed meanwhile.
absl::StatusOr<v1::FeedItem> ItemAt(const Model& model, const FeedPlace& feed,
                                    const FeedStep& step);

}  // namespace vigil::alerts
