#include "services/alerts/earlier_notices.h"

#include "services/common/api/dates.h"

namespace vigil::alerts {

std::optional<int> FirstPreviousScore(const v1::Alert& alert) {
  if (alert.predecessors().empty()) {
    return alert.has_previous_score()
               ? std::optional<int>(alert.previous_score())
               : std::nullopt;
  }
  const v1::Predecessor& first = alert.predecessors(0);
  return first.has_previous_score() ? std::optional<int>(first.previous_score())
                                    : std::nullopt;
}

Features ForNewcomers(const v1::Alert& alert, Features features) {
  features.previous_score = FirstPreviousScore(alert);
  return features;
}

std::vector<EarlierNotice> EarlierNoticesOf(const v1::Alert& alert,
                                            NameTable& names) {
  std::vector<EarlierNotice> notices;
  if (alert.state() != v1::ALERT_STATE_RESOLVED) return notices;
  for (const v1::Predecessor& predecessor : alert.predecessors()) {
    if (predecessor.kind() == alert.kind() &&
        predecessor.has_lead_days() == alert.has_lead_days() &&
        predecessor.lead_days() == alert.lead_days()) {
      continue;
    }
    v1::Alert earlier = alert;
    earlier.set_kind(predecessor.kind());
    earlier.clear_lead_days();
    if (predecessor.has_lead_days()) {
      earlier.set_lead_days(predecessor.lead_days());
    }
    notices.push_back({.features = FeaturesOf(earlier, names),
                       .created_before = absl::ToUnixMicros(
                           api::TimeOf(predecessor.supersede_time()))});
  }
  return notices;
}

}  // namespace vigil::alerts
