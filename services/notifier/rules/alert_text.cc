#include "services/notifier/rules/alert_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace vigil::notifier {
std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

std::string ParentOf(absl::string_view name) {
  std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2) return "";
  parts.resize(parts.size() - 2);
  return absl::StrJoin(parts, "/");
}

std::string NameOf(const Facts& facts, const std::string& state) {
  const std::string& name = facts.StateOf(state).short_name();
  return name.empty() ? IdOf(state) : name;
}

std::string BodyTitle(const Facts& facts, const std::string& body) {
  const auto found = facts.bodies().find(body);
  return found == facts.bodies().end() ? IdOf(body)
                                       : found->second.display_name();
}

std::string EditionTitle(int edition) {
  return absl::StrCat("Freedom in the World ", edition);
}

Alert NewAlert(absl::string_view key, alerts::v1::AlertKind kind,
               absl::string_view rule) {
  Alert alert;
  alert.set_key(std::string(key));
  alert.set_kind(kind);
  alert.mutable_rule()->set_id(std::string(rule));
  alert.mutable_rule()->set_version(1);
  return alert;
}

void AddDerivation(const Facts& facts, absl::string_view service,
                   Alert& alert) {
  const int64_t revision = service == kMembershipService
                               ? facts.membership_revision
                               : facts.mandate_watch_revision;
  if (revision == 0) return;
  alerts::v1::Derivation& derivation = *alert.add_derivations();
  derivation.set_service(std::string(service));
  derivation.set_revision(revision);
}

void AddSubject(const Facts& facts, const std::string& state,
                type::v1::RegionalGroup group, const std::string& body,
                absl::CivilDay today, Alert& alert) {
  AddDerivation(facts, kMembershipService, alert);
  alert.add_states(state);
  if (group != type::v1::REGIONAL_GROUP_UNSPECIFIED) {
    alert.add_regional_groups(group);
  }
  alert.add_bodies(body);
  for (std::string& grouping : facts.GroupingsOf(state, today)) {
    alert.add_groupings(std::move(grouping));
  }
}

void AddScoreFact(const Facts& facts, const std::string& state,
                  const membership::v1::FreedomScore& score, Alert& alert) {
  AddFact(absl::StrCat("Total score of ", NameOf(facts, state), " in ",
                       EditionTitle(score.edition()), ", of 100"),
          absl::StrCat(score.total()), score, alert)
      .set_edition(absl::StrCat("fiw-", score.edition()));
}

void AddCorrected(const Facts& facts, Alert alert, Finding& finding) {
  const std::string edition = alert.key().substr(0, alert.key().rfind('/') + 1);
  for (const Alert* said : facts.ActiveAlerts(edition)) {
    if (said->key() == alert.key() || said->score() < alert.score()) continue;
    if (!alert.has_previous_score() || alert.previous_score() > said->score()) {
      alert.set_previous_score(said->score());
    }
    alert.add_supersedes(said->key());
  }
  finding.alerts.push_back(std::move(alert));
}

}  // namespace vigil::notifier
