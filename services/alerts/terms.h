#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/alerts/name_table.h"
#include "vigil/alerts/v1/alert.pb.h"
#include "vigil/alerts/v1/subscription.pb.h"

namespace vigil::alerts {

// What a subscription can set a condition on, besides the score.
enum class Dimension : uint8_t {
  kKind = 0,
  kState = 1,
  kRegionalGroup = 2,
  kBody = 3,
  kMandate = 4,
  kGrouping = 5,
  kLeadDays = 6,
};
inline constexpr int kDimensionCount = 7;
inline constexpr int kDimensionBits = 3;

// One value in one dimension: `number << 3 | dimension`. The number is that of
// a name in a `NameTable`, or the value itself (kinds, groups, days).
using Term = uint32_t;

constexpr Term TermOf(Dimension dimension, uint32_t number) {
  return number << kDimensionBits | static_cast<uint32_t>(dimension);
}
constexpr Dimension DimensionOf(Term term) {
  return static_cast<Dimension>(term & ((1U << kDimensionBits) - 1));
}
constexpr uint32_t NumberOf(Term term) { return term >> kDimensionBits; }
constexpr bool IsNamed(Dimension dimension) {
  return dimension == Dimension::kState || dimension == Dimension::kBody ||
         dimension == Dimension::kMandate || dimension == Dimension::kGrouping;
}

// Terms by dimension, each once.
class TermSet {
 public:
  TermSet() = default;
  explicit TermSet(std::vector<Term> terms);

  // Sorted by dimension, then by number.
  const std::vector<Term>& terms() const { return terms_; }
  absl::Span<const Term> of(Dimension dimension) const {
    const auto index = static_cast<size_t>(dimension);
    return absl::MakeConstSpan(terms_).subspan(
        begin_[index], begin_[index + 1] - begin_[index]);
  }

  bool operator==(const TermSet&) const = default;

 private:
  std::vector<Term> terms_;
  std::array<uint16_t, kDimensionCount + 1> begin_ = {};
};

// What an alert is about.
struct Features {
  TermSet terms;
  std::optional<int> score;
  std::optional<int> previous_score;
};

// What a subscription asks for.
struct Conditions {
  TermSet terms;
  int score_threshold = 0;  // 0: none was chosen, 10 counts.

  bool operator==(const Conditions&) const = default;
};

inline constexpr int kDefaultScoreThreshold = 10;

constexpr int ThresholdOf(const Conditions& conditions) {
  return conditions.score_threshold == 0 ? kDefaultScoreThreshold
                                         : conditions.score_threshold;
}

// Whether a score concerns somebody with this threshold: it is strictly under
// it, and the score before, if there was one, was not.
bool CrossesThreshold(const Features& features, int threshold);

// Whether `conditions` admit an alert. The plain definition of what
// `MatchIndex` finds in bulk.
bool Matches(const Conditions& conditions, const Features& features);

// Each takes a reference to every name that it uses; `ReleaseNames` gives them
// back.
Features FeaturesOf(const v1::Alert& alert, NameTable& names);
Conditions ConditionsOf(const v1::Subscription& subscription, NameTable& names);
void ReleaseNames(const TermSet& terms, NameTable& names);

// Fills in the fields of `subscription` that are conditions.
void ToProto(const Conditions& conditions, const NameTable& names,
             v1::Subscription& subscription);

}  // namespace vigil::alerts
