#include "services/notifier/outbox.h"

namespace vigil::notifier {
namespace {

using alerts::v1::ALERT_UPDATE_RAISED;
using alerts::v1::ALERT_UPDATE_RESOLVED;

template <typename Counts, typename Key>
bool TakeOne(Counts& counts, const Key& key) {
  const auto found = counts.find(key);
  if (found == counts.end()) return false;
  if (--found->second == 0) counts.erase(found);
  return true;
}

}  // namespace

void Outbox::Answered(const Response& response) {
  const Request& request = waiting_.front();
  const auto settle = [this](Change change, bool changed) {
    const bool was_early = TakeOne(early_, change);
    if (changed && !was_early) ++coming_back_[std::move(change)];
  };
  for (int i = 0; i < request.raises_size(); ++i) {
    settle({request.raises(i).key(), ALERT_UPDATE_RAISED},
           i < response.raise_outcomes_size() &&
               response.raise_outcomes(i) == alerts::v1::ALERT_OUTCOME_RAISED);
  }
  for (int i = 0; i < request.resolutions_size(); ++i) {
    settle({request.resolutions(i).key(), ALERT_UPDATE_RESOLVED},
           i < response.resolution_outcomes_size() &&
               response.resolution_outcomes(i) ==
                   alerts::v1::ALERT_OUTCOME_RESOLVED);
  }
  waiting_.pop_front();
}

bool Outbox::IsInFirst(const Change& change) const {
  if (waiting_.empty()) return false;
  if (change.second == ALERT_UPDATE_RAISED) {
    for (const auto& alert : waiting_.front().raises()) {
      if (alert.key() == change.first) return true;
    }
  }
  if (change.second == ALERT_UPDATE_RESOLVED) {
    for (const auto& resolution : waiting_.front().resolutions()) {
      if (resolution.key() == change.first) return true;
    }
  }
  return false;
}

bool Outbox::IsOurs(const alerts::v1::AlertUpdated& change) {
  const Change key{change.alert().key(), change.update()};
  if (TakeOne(coming_back_, key)) return true;
  if (!IsInFirst(key) || early_.contains(key)) return false;
  ++early_[key];
  return true;
}

void Outbox::ForgetTold() {
  coming_back_.clear();
  early_.clear();
}

}  // namespace vigil::notifier
