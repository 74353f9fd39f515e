#include "services/notifier/rules/scores.h"

#include "services/common/api/dates.h"

namespace vigil::notifier {

absl::CivilDay PublishDay(const membership::v1::FreedomScore& score) {
  return score.has_publish_date() ? api::DayOf(score.publish_date())
                                  : absl::CivilDay(score.edition(), 3, 1);
}

const membership::v1::FreedomScore* LatestScore(const Scores& scores,
                                                absl::CivilDay day) {
  const membership::v1::FreedomScore* latest = nullptr;
  for (const auto& [edition, score] : scores) {
    if (score.has_total() && PublishDay(score) <= day) latest = &score;
  }
  return latest;
}

}  // namespace vigil::notifier
