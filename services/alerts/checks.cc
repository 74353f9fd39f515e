#include "services/alerts/checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"

namespace vigil::alerts {
namespace {

constexpr int kMinScore = -10;
constexpr int kMaxScore = 100;

std::string At(const std::string& field, absl::string_view part) {
  return absl::StrCat(field, ".", part);
}
std::string At(const std::string& field, int index) {
  return absl::StrCat(field, "[", index, "]");
}

void CheckSize(const std::string& field, int size, int limit,
               Violations& violations) {
  violations.Require(size <= limit, field,
                     absl::StrCat("at most ", limit, " values"));
}

template <typename Names>
void CheckNames(const std::string& field, absl::string_view pattern,
                const Names& names, int limit, Violations& violations) {
  CheckSize(field, names.size(), limit, violations);
  for (int i = 0; i < std::min(names.size(), limit); ++i) {
    violations.Add(api::MatchName(At(field, i), pattern, names[i]).status());
  }
}

// For alerts and subscriptions.
template <typename Groups>
void CheckGroups(const std::string& field, const Groups& groups,
                 Violations& violations) {
  CheckSize(field, groups.size(), kMaxRegionalGroups, violations);
  for (int i = 0; i < std::min(groups.size(), kMaxRegionalGroups); ++i) {
    violations.Require(groups[i] != type::v1::REGIONAL_GROUP_UNSPECIFIED &&
                           type::v1::RegionalGroup_IsValid(groups[i]),
                       At(field, i), "one of the five regional groups");
  }
}

bool IsKind(int kind) {
  return kind != v1::ALERT_KIND_UNSPECIFIED && v1::AlertKind_IsValid(kind);
}

void CheckLeadDays(const std::string& field, int days, Violations& violations) {
  violations.Require(days >= 0 && days <= kMaxLeadDays, field,
                     absl::StrCat("0 to ", kMaxLeadDays));
}

void CheckKey(const std::string& field, absl::string_view key,
              Violations& violations) {
  const bool is_key = !key.empty() && key.size() <= kMaxKeyLength &&
                      std::all_of(key.begin(), key.end(), [](char c) {
                        return absl::ascii_islower(c) ||
                               absl::ascii_isdigit(c) || c == '/' || c == '.' ||
                               c == '-';
                      });
  violations.Require(
      is_key, field,
      absl::StrCat("1 to ", kMaxKeyLength, " bytes of [a-z0-9/.-]"));
}

bool IsService(absl::string_view text) {
  return !text.empty() && text.size() <= api::kMaxIdLength &&
         absl::ascii_islower(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

template <typename Derivations>
void CheckDerivations(const std::string& field, const Derivations& derivations,
                      Violations& violations) {
  CheckSize(field, derivations.size(), kMaxDerivations, violations);
  std::set<std::string> services;
  for (int i = 0; i < std::min(derivations.size(), kMaxDerivations); ++i) {
    const std::string at = At(field, i);
    violations.Require(IsService(derivations[i].service()), At(at, "service"),
                       "must match [a-z][a-z0-9_]{0,62}");
    violations.Require(derivations[i].revision() >= 1, At(at, "revision"),
                       "at least 1");
    violations.Require(services.insert(derivations[i].service()).second,
                       At(at, "service"), "each service once");
  }
}

void CheckFact(const std::string& field, const v1::Fact& fact,
               Violations& violations) {
  violations.Add(
      api::CheckText(At(field, "statement"), fact.statement(), 1, 500));
  violations.Add(api::CheckText(At(field, "value"), fact.value(), 0, 200));
  violations.Add(api::CheckText(At(field, "record"), fact.record(), 0, 300));
  violations.Add(api::CheckText(At(field, "edition"), fact.edition(), 0, 63));
  if (fact.has_source()) {
    violations.Add(api::CheckSource(At(field, "source"), fact.source()));
  }
}

// Several lines are fine in a body.
void CheckBody(const std::string& field, std::string body,
               Violations& violations) {
  std::replace(body.begin(), body.end(), '\n', ' ');
  violations.Add(api::CheckText(field, body, 0, 4000));
}

void CheckScore(const std::string& field, bool is_set, int score,
                Violations& violations) {
  violations.Require(!is_set || (score >= kMinScore && score <= kMaxScore),
                     field, absl::StrCat(kMinScore, " to ", kMaxScore));
}

void CheckSubjects(const std::string& field, const v1::Alert& alert,
                   Violations& violations) {
  CheckNames(At(field, "states"), "states/*", alert.states(), kMaxListed,
             violations);
  CheckGroups(At(field, "regional_groups"), alert.regional_groups(),
              violations);
  CheckNames(At(field, "bodies"), "bodies/*", alert.bodies(), kMaxBodies,
             violations);
  CheckNames(At(field, "mandates"), "bodies/*/mandates/*", alert.mandates(),
             kMaxListed, violations);
  CheckNames(At(field, "groupings"), "groupings/*", alert.groupings(),
             kMaxListed, violations);
  CheckScore(At(field, "score"), alert.has_score(), alert.score(), violations);
  CheckScore(At(field, "previous_score"), alert.has_previous_score(),
             alert.previous_score(), violations);
  CheckLeadDays(At(field, "lead_days"), alert.lead_days(), violations);
  if (!alert.session().empty()) {
    violations.Add(api::MatchName(At(field, "session"), "bodies/*/sessions/*",
                                  alert.session())
                       .status());
  }
  if (!alert.election().empty()) {
    violations.Add(api::MatchName(At(field, "election"), "bodies/*/elections/*",
                                  alert.election())
                       .status());
  }
  if (alert.has_session_start_date()) {
    violations.Add(api::FromProto(At(field, "session_start_date"),
                                  alert.session_start_date())
                       .status());
  }
  if (alert.has_election_date()) {
    violations.Add(
        api::FromProto(At(field, "election_date"), alert.election_date())
            .status());
  }
}

}  // namespace

void Violations::Add(absl::string_view field, absl::string_view description) {
  violations_.push_back({std::string(field), std::string(description)});
}

void Violations::Add(const absl::Status& status) {
  for (FieldViolation& violation : FieldViolationsOf(status)) {
    violations_.push_back(std::move(violation));
  }
}

absl::Status Violations::ToStatus() const {
  if (violations_.empty()) return absl::OkStatus();
  return InvalidFieldsError("INVALID_FIELD", violations_);
}

void CheckAlert(const std::string& field, const v1::Alert& alert,
                Violations& violations) {
  violations.Require(alert.ByteSizeLong() <= kMaxAlertBytes, field,
                     absl::StrCat("at most ", kMaxAlertBytes, " bytes"));
  CheckKey(At(field, "key"), alert.key(), violations);
  violations.Require(IsKind(alert.kind()), At(field, "kind"),
                     "a kind of alert");
  violations.Add(api::CheckText(At(field, "title"), alert.title(), 1, 300));
  CheckBody(At(field, "body"), alert.body(), violations);
  CheckSubjects(field, alert, violations);
  CheckSize(At(field, "facts"), alert.facts_size(), kMaxFacts, violations);
  for (int i = 0; i < std::min(alert.facts_size(), kMaxFacts); ++i) {
    CheckFact(At(At(field, "facts"), i), alert.facts(i), violations);
  }
  CheckDerivations(At(field, "derivations"), alert.derivations(), violations);
  violations.Add(api::CheckId(At(field, "rule.id"), alert.rule().id()));
  violations.Require(alert.rule().version() >= 1, At(field, "rule.version"),
                     "at least 1");
  const std::string supersedes = At(field, "supersedes");
  CheckSize(supersedes, alert.supersedes_size(), kMaxSupersedes, violations);
  for (int i = 0; i < std::min(alert.supersedes_size(), kMaxSupersedes); ++i) {
    CheckKey(At(supersedes, i), alert.supersedes(i), violations);
    violations.Require(alert.supersedes(i) != alert.key(), At(supersedes, i),
                       "not the alert itself");
  }
}

void CheckResolution(const std::string& field,
                     const v1::AlertResolution& resolution,
                     Violations& violations) {
  CheckKey(At(field, "key"), resolution.key(), violations);
  violations.Add(
      api::CheckText(At(field, "reason"), resolution.reason(), 1, 500));
  CheckDerivations(At(field, "derivations"), resolution.derivations(),
                   violations);
}

void CheckSubscription(const std::string& field,
                       const v1::Subscription& subscription,
                       Violations& violations) {
  violations.Add(api::CheckText(At(field, "display_name"),
                                subscription.display_name(), 1, 100));
  const std::string kinds = At(field, "kinds");
  CheckSize(kinds, subscription.kinds_size(), kMaxKinds, violations);
  for (int i = 0; i < std::min(subscription.kinds_size(), kMaxKinds); ++i) {
    violations.Require(IsKind(subscription.kinds(i)), At(kinds, i),
                       "a kind of alert");
  }
  CheckNames(At(field, "states"), "states/*", subscription.states(), kMaxListed,
             violations);
  CheckGroups(At(field, "regional_groups"), subscription.regional_groups(),
              violations);
  CheckNames(At(field, "bodies"), "bodies/*", subscription.bodies(), kMaxListed,
             violations);
  CheckNames(At(field, "mandates"), "bodies/*/mandates/*",
             subscription.mandates(), kMaxListed, violations);
  CheckNames(At(field, "groupings"), "groupings/*", subscription.groupings(),
             kMaxListed, violations);
  violations.Require(!subscription.has_score_threshold() ||
                         (subscription.score_threshold() >= 1 &&
                          subscription.score_threshold() <= kMaxScoreThreshold),
                     At(field, "score_threshold"),
                     absl::StrCat("1 to ", kMaxScoreThreshold));
  const std::string lead_days = At(field, "lead_days");
  CheckSize(lead_days, subscription.lead_days_size(), kMaxLeadDaysListed,
            violations);
  for (int i = 0;
       i < std::min(subscription.lead_days_size(), kMaxLeadDaysListed); ++i) {
    CheckLeadDays(At(lead_days, i), subscription.lead_days(i), violations);
  }
}

bool HasCondition(const v1::Subscription& subscription) {
  return subscription.kinds_size() > 0 || subscription.states_size() > 0 ||
         subscription.regional_groups_size() > 0 ||
         subscription.bodies_size() > 0 || subscription.mandates_size() > 0 ||
         subscription.groupings_size() > 0 ||
         subscription.has_score_threshold() ||
         subscription.lead_days_size() > 0;
}

}  // namespace vigil::alerts
