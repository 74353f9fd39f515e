#include "services/alerts/match_block.h"

namespace vigil::alerts {
namespace {

// Those that rule out most come first, so that a block is left early.
constexpr Dimension kOrder[] = {Dimension::kMandate,  Dimension::kState,
                                Dimension::kGrouping, Dimension::kRegionalGroup,
                                Dimension::kKind,     Dimension::kLeadDays,
                                Dimension::kBody};

}  // namespace

void MatchBlock::Add(uint16_t slot, const Conditions& conditions) {
  used_.Set(slot);
  const auto threshold = static_cast<uint32_t>(ThresholdOf(conditions));
  for (int bit = 0; bit < kPlaneCount; ++bit) {
    if (threshold >> bit & 1) planes_[bit].Set(slot);
  }
  for (int index = 0; index < kDimensionCount; ++index) {
    dimensions_[index].Add(slot,
                           conditions.terms.of(static_cast<Dimension>(index)));
  }
}

void MatchBlock::Remove(uint16_t slot, const Conditions& conditions) {
  used_.Clear(slot);
  for (SlotBits& plane : planes_) plane.Clear(slot);
  for (int index = 0; index < kDimensionCount; ++index) {
    dimensions_[index].Remove(
        slot, conditions.terms.of(static_cast<Dimension>(index)));
  }
}

inline SlotBits MatchBlock::ThresholdsAbove(int value) const {
  SlotBits above;
  // No slot's threshold is that high; every one is above what is negative.
  if (value >= 1 << kPlaneCount) return above;
  if (value < 0) return used_;
  for (int i = 0; i < SlotBits::kLanes; ++i) {
    SlotBits::Lane equal = used_.lanes()[i];  // As far as compared.
    SlotBits::Lane more = {};
    for (int bit = kPlaneCount - 1; bit >= 0; --bit) {
      const SlotBits::Lane plane = planes_[bit].lanes()[i];
      const uint64_t clear = (value >> bit & 1) - uint64_t{1};
      more |= equal & plane & clear;
      equal &= plane ^ clear;
    }
    above.lanes()[i] = more;
  }
  return above;
}

inline bool MatchBlock::MatchInline(const Features& features,
                                    SlotBits& matched) const {
  matched.Assign(used_);
  if (features.score) {
    if (*features.score > 0) matched.And(ThresholdsAbove(*features.score));
    if (features.previous_score) {
      SlotBits reached;
      reached.AssignInverse(ThresholdsAbove(*features.previous_score));
      matched.And(reached);
    }
  }
  SlotBits admitted;
  for (const Dimension dimension : kOrder) {
    const DimensionIndex& index = dimensions_[static_cast<int>(dimension)];
    if (index.empty()) continue;
    const absl::Span<const Term> given = features.terms.of(dimension);
    if (dimension == Dimension::kLeadDays && given.empty()) continue;
    if (given.empty()) {
      if (!matched.AndNot(index.constrained())) return false;
      continue;
    }
    admitted.AssignInverse(index.constrained());
    for (const Term term : given) {
      const Postings* const postings = index.Find(term);
      if (postings != nullptr) postings->OrInto(admitted);
    }
    if (!matched.And(admitted)) return false;
  }
  return matched.Any();
}

bool MatchBlock::MatchPlainly(const Features& features,
                              SlotBits& matched) const {
  return MatchInline(features, matched);
}

#ifdef __x86_64__

[[gnu::target("avx2")]] bool MatchBlock::MatchWidely(const Features& features,
                                                     SlotBits& matched) const {
  return MatchInline(features, matched);
}

bool MatchBlock::Match(const Features& features, SlotBits& matched) const {
  static const bool is_wide = __builtin_cpu_supports("avx2") != 0;
  return is_wide ? MatchWidely(features, matched)
                 : MatchPlainly(features, matched);
}

#else

bool MatchBlock::Match(const Features& features, SlotBits& matched) const {
  return MatchPlainly(features, matched);
}

#endif

size_t MatchBlock::HeapBytes() const {
  size_t bytes = 0;
  for (const DimensionIndex& index : dimensions_) bytes += index.HeapBytes();
  return bytes;
}

}  // namespace vigil::alerts
