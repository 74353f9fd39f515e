#include "services/notifier/facts.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"

namespace vigil::notifier {
namespace {

// `states/chn` of `states/chn/freedomScores/fiw-2026`.
std::string StateOfScore(const std::string& name) {
  return name.substr(0, name.find("/freedomScores/"));
}

}  // namespace

void Facts::ClearMembership() {
  states_.clear();
  scores_.clear();
  claims_.clear();
  bodies_.clear();
  terms_.clear();
  elections_.clear();
  candidacies_.clear();
  membership_revision = 0;
}

void Facts::ClearMandateWatch() {
  sessions_.clear();
  mandates_.clear();
  renewals_.clear();
  mandate_watch_revision = 0;
}

void Facts::ClearAlerts() { active_alerts_.clear(); }

void Facts::Apply(const membership::v1::Event& event) {
  using membership::v1::Event;
  switch (event.event_case()) {
    case Event::kStateRecorded:
      states_[event.state_recorded().name()] = event.state_recorded();
      return;
    case Event::kFreedomScoreRecorded: {
      const auto& score = event.freedom_score_recorded();
      scores_[StateOfScore(score.name())][score.edition()] = score;
      return;
    }
    case Event::kGroupingClaimRecorded:
      claims_[event.grouping_claim_recorded().name()] =
          event.grouping_claim_recorded();
      return;
    case Event::kBodyRecorded:
      bodies_[event.body_recorded().name()] = event.body_recorded();
      return;
    case Event::kTermRecorded:
      terms_[event.term_recorded().name()] = event.term_recorded();
      return;
    case Event::kElectionRecorded:
      elections_[event.election_recorded().name()] = event.election_recorded();
      return;
    case Event::kCandidacyRecorded:
      candidacies_[event.candidacy_recorded().name()] =
          event.candidacy_recorded();
      return;
    case Event::kRecordDeleted:
      DeleteMembership(event.record_deleted());
      return;
    default:
      return;  // Groupings themselves, and what later versions add.
  }
}

void Facts::DeleteMembership(const std::string& name) {
  states_.erase(name);
  claims_.erase(name);
  bodies_.erase(name);
  terms_.erase(name);
  elections_.erase(name);
  candidacies_.erase(name);
  const auto scores = scores_.find(StateOfScore(name));
  if (scores == scores_.end()) return;
  std::erase_if(scores->second,
                [&](const auto& item) { return item.second.name() == name; });
}

void Facts::Apply(const mandate_watch::v1::Event& event) {
  using mandate_watch::v1::Event;
  switch (event.event_case()) {
    case Event::kSessionRecorded:
      sessions_[event.session_recorded().name()] = event.session_recorded();
      return;
    case Event::kMandateRecorded:
      mandates_[event.mandate_recorded().name()] = event.mandate_recorded();
      return;
    case Event::kRenewalRecorded:
      renewals_[event.renewal_recorded().name()] = event.renewal_recorded();
      return;
    case Event::kRecordDeleted:
      sessions_.erase(event.record_deleted());
      mandates_.erase(event.record_deleted());
      renewals_.erase(event.record_deleted());
      return;
    default:
      return;
  }
}

void Facts::Apply(const alerts::v1::Event& event) {
  if (!event.has_alert_updated()) return;
  const Alert& alert = event.alert_updated().alert();
  if (alert.state() == alerts::v1::ALERT_STATE_ACTIVE) {
    active_alerts_[alert.key()] = alert;
  } else {
    active_alerts_.erase(alert.key());
  }
}

void Facts::Expect(const alerts::v1::ReconcileAlertsRequest& request) {
  for (const Alert& alert : request.raises()) {
    for (const std::string& key : alert.supersedes()) active_alerts_.erase(key);
    active_alerts_[alert.key()] = alert;
  }
  for (const alerts::v1::AlertResolution& resolution : request.resolutions()) {
    active_alerts_.erase(resolution.key());
  }
}

const membership::v1::State& Facts::StateOf(const std::string& name) const {
  const auto found = states_.find(name);
  return found == states_.end() ? membership::v1::State::default_instance()
                                : found->second;
}

const std::map<int, membership::v1::FreedomScore>& Facts::ScoresOf(
    const std::string& state) const {
  static const auto& none = *new std::map<int, membership::v1::FreedomScore>();
  const auto found = scores_.find(state);
  return found == scores_.end() ? none : found->second;
}

std::vector<std::string> Facts::GroupingsOf(const std::string& state,
                                            absl::CivilDay day) const {
  std::vector<std::string> groupings;
  for (const auto& [name, claim] : claims_) {
    if (claim.state() != state) continue;
    if (claim.has_start_date() && day < api::DayOf(claim.start_date())) {
      continue;
    }
    if (claim.has_end_date() && day >= api::DayOf(claim.end_date())) continue;
    std::string grouping = name.substr(0, name.find("/claims/"));
    if (groupings.empty() || groupings.back() != grouping) {
      groupings.push_back(std::move(grouping));
    }
  }
  return groupings;
}

std::vector<const Alert*> Facts::ActiveAlerts(absl::string_view prefix) const {
  std::vector<const Alert*> found;
  for (auto alert = active_alerts_.lower_bound(std::string(prefix));
       alert != active_alerts_.end() && absl::StartsWith(alert->first, prefix);
       ++alert) {
    found.push_back(&alert->second);
  }
  return found;
}

}  // namespace vigil::notifier
