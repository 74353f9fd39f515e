#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/alerts/terms.h"
#include "vigil/alerts/v1/snapshot.pb.h"
#include "vigil/alerts/v1/subscription.pb.h"

namespace vigil::alerts {

// A stretch of a subscription's life during which it had the same conditions:
// the entries with revisions between `start_revision` and `end_revision`, both
// excluded. Its feed is what its segments yield, one after the other: first the
// backfill, then what matched as it came.
struct Segment {
  std::string id;  // The last part of the subscription's name.
  std::string display_name;
  Conditions conditions;
  int64_t create_micros = 0;
  int64_t update_micros = 0;
  int64_t create_revision = 0;  // Tells subscriptions of the same name apart.
  int64_t start_revision = 0;
  int64_t end_revision = 0;  // 0: it has not ended.
  // Positions of the updates that entered the feed at `start_revision`.
  std::vector<int64_t> backfill;

  // Whether it was in force at an entry.
  bool Covers(int64_t revision) const {
    return start_revision < revision &&
           (end_revision == 0 || revision < end_revision);
  }
};

// A segment in as few bytes as a snapshot has for it: those of a
// `SnapshotSubscription`.
std::string Pack(const Segment& segment);
Segment Unpack(absl::string_view packed);
Segment FromStored(const v1::SnapshotSubscription& stored);

// The id in a packed segment, without unpacking the rest.
absl::string_view PackedIdOf(absl::string_view packed);

// Positions, which ascend, as differences; and back.
template <typename Numbers>
void AppendDifferences(const std::vector<int64_t>& positions,
                       Numbers& differences) {
  int64_t last = 0;
  for (const int64_t position : positions) {
    differences.Add(static_cast<uint64_t>(position - last));
    last = position;
  }
}
template <typename Numbers>
std::vector<int64_t> PositionsOf(const Numbers& differences) {
  std::vector<int64_t> positions;
  positions.reserve(static_cast<size_t>(differences.size()));
  int64_t last = 0;
  for (const uint64_t difference : differences) {
    positions.push_back(last += static_cast<int64_t>(difference));
  }
  return positions;
}

}  // namespace vigil::alerts
