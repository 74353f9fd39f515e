#include "services/alerts/terms.h"

#include <algorithm>
#include <utility>

namespace vigil::alerts {
namespace {

auto SortKey(Term term) {
  return std::make_pair(DimensionOf(term), NumberOf(term));
}

// Gathers the terms of a message.
class TermList {
 public:
  explicit TermList(NameTable& names) : names_(names) {}

  template <typename Names>
  void AddNames(Dimension dimension, const Names& list) {
    for (const std::string& name : list) {
      AddOnce(dimension, names_.Acquire(name));
    }
  }
  template <typename Numbers>
  void AddNumbers(Dimension dimension, const Numbers& list) {
    for (const auto number : list) {
      AddOnce(dimension, static_cast<uint32_t>(number));
    }
  }
  TermSet Take() { return TermSet(std::move(terms_)); }

 private:
  void AddOnce(Dimension dimension, uint32_t number) {
    const Term term = TermOf(dimension, number);
    if (std::find(terms_.begin(), terms_.end(), term) == terms_.end()) {
      terms_.push_back(term);
    } else if (IsNamed(dimension)) {
      names_.Release(number);
    }
  }

  NameTable& names_;
  std::vector<Term> terms_;
};

bool Intersect(absl::Span<const Term> left, absl::Span<const Term> right) {
  const Term* a = left.begin();
  const Term* b = right.begin();
  while (a != left.end() && b != right.end()) {
    if (*a == *b) return true;
    *a < *b ? ++a : ++b;
  }
  return false;
}

}  // namespace

TermSet::TermSet(std::vector<Term> terms) : terms_(std::move(terms)) {
  const auto before = [](Term a, Term b) { return SortKey(a) < SortKey(b); };
  if (!std::is_sorted(terms_.begin(), terms_.end(), before)) {
    std::sort(terms_.begin(), terms_.end(), before);
  }
  size_t index = 0;
  for (int dimension = 0; dimension <= kDimensionCount; ++dimension) {
    while (index < terms_.size() &&
           static_cast<int>(DimensionOf(terms_[index])) < dimension) {
      ++index;
    }
    begin_[dimension] = static_cast<uint16_t>(index);
  }
}

bool CrossesThreshold(const Features& features, int threshold) {
  if (!features.score) return true;
  return *features.score < threshold &&
         (!features.previous_score || *features.previous_score >= threshold);
}

bool Matches(const Conditions& conditions, const Features& features) {
  if (!CrossesThreshold(features, ThresholdOf(conditions))) return false;
  for (int index = 0; index < kDimensionCount; ++index) {
    const auto dimension = static_cast<Dimension>(index);
    const absl::Span<const Term> wanted = conditions.terms.of(dimension);
    if (wanted.empty()) continue;
    const absl::Span<const Term> given = features.terms.of(dimension);
    if (dimension == Dimension::kLeadDays && given.empty()) continue;
    if (!Intersect(wanted, given)) return false;
  }
  return true;
}

Features FeaturesOf(const v1::Alert& alert, NameTable& names) {
  TermList list(names);
  list.AddNumbers(Dimension::kKind, std::vector<int>{alert.kind()});
  list.AddNames(Dimension::kState, alert.states());
  list.AddNumbers(Dimension::kRegionalGroup, alert.regional_groups());
  list.AddNames(Dimension::kBody, alert.bodies());
  list.AddNames(Dimension::kMandate, alert.mandates());
  list.AddNames(Dimension::kGrouping, alert.groupings());
  if (alert.has_lead_days()) {
    list.AddNumbers(Dimension::kLeadDays, std::vector<int>{alert.lead_days()});
  }
  Features features{.terms = list.Take()};
  if (alert.has_score()) features.score = alert.score();
  if (alert.has_previous_score()) {
    features.previous_score = alert.previous_score();
  }
  return features;
}

Conditions ConditionsOf(const v1::Subscription& subscription,
                        NameTable& names) {
  TermList list(names);
  list.AddNumbers(Dimension::kKind, subscription.kinds());
  list.AddNames(Dimension::kState, subscription.states());
  list.AddNumbers(Dimension::kRegionalGroup, subscription.regional_groups());
  list.AddNames(Dimension::kBody, subscription.bodies());
  list.AddNames(Dimension::kMandate, subscription.mandates());
  list.AddNames(Dimension::kGrouping, subscription.groupings());
  list.AddNumbers(Dimension::kLeadDays, subscription.lead_days());
  return {.terms = list.Take(),
          .score_threshold = subscription.score_threshold()};
}

void ReleaseNames(const TermSet& terms, NameTable& names) {
  for (const Term term : terms.terms()) {
    if (IsNamed(DimensionOf(term))) names.Release(NumberOf(term));
  }
}

void ToProto(const Conditions& conditions, const NameTable& names,
             v1::Subscription& subscription) {
  const auto numbers = [&](Dimension dimension, auto add) {
    for (const Term term : conditions.terms.of(dimension)) add(NumberOf(term));
  };
  const auto texts = [&](Dimension dimension, auto* list) {
    numbers(dimension, [&](uint32_t number) {
      list->Add(std::string(names.NameOf(number)));
    });
    std::sort(list->begin(), list->end());
  };
  numbers(Dimension::kKind, [&](uint32_t number) {
    subscription.add_kinds(static_cast<v1::AlertKind>(number));
  });
  texts(Dimension::kState, subscription.mutable_states());
  numbers(Dimension::kRegionalGroup, [&](uint32_t number) {
    subscription.add_regional_groups(
        static_cast<type::v1::RegionalGroup>(number));
  });
  texts(Dimension::kBody, subscription.mutable_bodies());
  texts(Dimension::kMandate, subscription.mutable_mandates());
  texts(Dimension::kGrouping, subscription.mutable_groupings());
  numbers(Dimension::kLeadDays, [&](uint32_t number) {
    subscription.add_lead_days(static_cast<int32_t>(number));
  });
  if (conditions.score_threshold != 0) {
    subscription.set_score_threshold(conditions.score_threshold);
  }
}

}  // namespace vigil::alerts
