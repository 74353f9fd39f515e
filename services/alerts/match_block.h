#pragma once

#include <array>
#include <cstdint>

#include "services/alerts/postings.h"
#include "services/alerts/slot_bits.h"
#include "services/alerts/terms.h"

namespace vigil::alerts {

// The conditions of up to 4,096 subscriptions, laid out so that one alert is
// compared with all of them at once: a bit for each subscription, a few vector
// operations for each value that the alert has.
class MatchBlock {
 public:
  // `slot` is below `kBlockSlots` and must be free, or have been added with the
  // same conditions.
  void Add(uint16_t slot, const Conditions& conditions);
  void Remove(uint16_t slot, const Conditions& conditions);

  // Leaves in `matched` those of its slots that admit the alert. Returns
  // whether there are any.
  bool Match(const Features& features, SlotBits& matched) const;

  const SlotBits& used() const { return used_; }
  size_t HeapBytes() const;

 private:
  // Thresholds are 1 to 40: six bits.
  static constexpr int kPlaneCount = 6;

  // `Match`, with the instructions that every processor has, and those that
  // take twice as much at once: half the time.
  bool MatchPlainly(const Features& features, SlotBits& matched) const;
  bool MatchWidely(const Features& features, SlotBits& matched) const;
  [[gnu::always_inline]] bool MatchInline(const Features& features,
                                          SlotBits& matched) const;
  // The slots whose threshold is above `value`.
  [[gnu::always_inline]] SlotBits ThresholdsAbove(int value) const;

  SlotBits used_;
  // Bit b of each slot's threshold.
  std::array<SlotBits, kPlaneCount> planes_;
  std::array<DimensionIndex, kDimensionCount> dimensions_;
};

}  // namespace vigil::alerts
