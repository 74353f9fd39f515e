#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/notifier/facts.h"

namespace vigil::notifier {

// Makes facts for the tests of the rules, as the services would tell them. Days
// are written `2026-11-23`.
class FactsBuilder {
 public:
  FactsBuilder() {
    facts.membership_revision = 1;
    facts.mandate_watch_revision = 1;
    membership::v1::Event body;
    body.mutable_body_recorded()->set_name("bodies/hrc");
    body.mutable_body_recorded()->set_display_name("Human Rights Council");
    facts.Apply(body);
    AddState("chn", "China", type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
  }

  static absl::CivilDay Day(absl::string_view text) {
    return ParseDate(text).value();
  }

  void AddState(const std::string& id, const std::string& name,
                type::v1::RegionalGroup group) {
    membership::v1::Event event;
    auto& state = *event.mutable_state_recorded();
    state.set_name(absl::StrCat("states/", id));
    state.set_short_name(name);
    state.set_regional_group(group);
    facts.Apply(event);
  }

  void AddScore(const std::string& state, int edition, int total,
                absl::string_view published = "") {
    membership::v1::Event event;
    auto& score = *event.mutable_freedom_score_recorded();
    score.set_name(
        absl::StrCat("states/", state, "/freedomScores/fiw-", edition));
    score.set_edition(edition);
    score.set_total(total);
    if (!published.empty()) {
      *score.mutable_publish_date() = api::ToProto(Day(published));
    }
    facts.Apply(event);
  }

  void AddElection(const std::string& id, absl::string_view day) {
    membership::v1::Event event;
    auto& election = *event.mutable_election_recorded();
    election.set_name(absl::StrCat("bodies/hrc/elections/", id));
    election.set_display_name(absl::StrCat(id.substr(9), " election"));
    *election.mutable_election_date() = api::ToProto(Day(day));
    election.set_state(membership::v1::ELECTION_STATE_SCHEDULED);
    facts.Apply(event);
  }

  membership::v1::Candidacy& Candidacy(const std::string& state,
                                       const std::string& election,
                                       absl::string_view announced) {
    candidacy_.Clear();
    candidacy_.set_name(absl::StrCat("bodies/hrc/elections/", election,
                                     "/candidacies/", state));
    candidacy_.set_state(absl::StrCat("states/", state));
    candidacy_.set_candidacy_state(membership::v1::CANDIDACY_STATE_ANNOUNCED);
    *candidacy_.mutable_announce_date() = api::ToProto(Day(announced));
    return candidacy_;
  }

  void Record(const membership::v1::Candidacy& candidacy) {
    membership::v1::Event event;
    *event.mutable_candidacy_recorded() = candidacy;
    facts.Apply(event);
  }

  void Record(const membership::v1::Term& term) {
    membership::v1::Event event;
    *event.mutable_term_recorded() = term;
    facts.Apply(event);
  }

  void Record(const mandate_watch::v1::Mandate& mandate) {
    mandate_watch::v1::Event event;
    *event.mutable_mandate_recorded() = mandate;
    facts.Apply(event);
  }

  // Makes an alert active, as if it had been raised.
  void Said(Alert alert) {
    alert.set_state(alerts::v1::ALERT_STATE_ACTIVE);
    for (const std::string& key : alert.supersedes()) {
      Forget(key, alerts::v1::ALERT_STATE_SUPERSEDED);
    }
    alerts::v1::Event event;
    *event.mutable_alert_updated()->mutable_alert() = std::move(alert);
    facts.Apply(event);
  }

  void Forget(const std::string& key, alerts::v1::AlertState state) {
    alerts::v1::Event event;
    event.mutable_alert_updated()->mutable_alert()->set_key(key);
    event.mutable_alert_updated()->mutable_alert()->set_state(state);
    facts.Apply(event);
  }

  Facts facts;

 private:
  membership::v1::Candidacy candidacy_;
};

}  // namespace vigil::notifier
