#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/alerts/name_table.h"
#include "services/alerts/terms.h"
#include "vigil/alerts/v1/alert.pb.h"

namespace vigil::alerts {

// Alerts supersede each other in a row: a later notice the one before, a
// corrected score the wrong one. The end of the last is the end of all of them,
// for whoever was told of one; and who comes late is told what is true now,
// though to those before it was only a correction.

// What an alert that was superseded said, and to whom.
struct EarlierNotice {
  Features features;
  // It was said to the subscriptions that existed by then; microseconds since
  // 1970, excluded.
  int64_t created_before = 0;

  bool Admits(const Conditions& conditions, int64_t create_micros) const {
    return create_micros < created_before && Matches(conditions, features);
  }
};

// For an alert that is resolved: what those before it in the row said, as far
// as that was of another kind or of other lead days. Takes references to names,
// as `FeaturesOf` does.
std::vector<EarlierNotice> EarlierNoticesOf(const v1::Alert& alert,
                                            NameTable& names);

// The previous score with which the row began: who has a threshold above it was
// told before, by other alerts, and who has one below was told by this row.
std::optional<int> FirstPreviousScore(const v1::Alert& alert);

// What an alert is to a subscription that begins while it is active.
Features ForNewcomers(const v1::Alert& alert, Features features);

}  // namespace vigil::alerts
