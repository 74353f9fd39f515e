#include "services/notifier/rules/members.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/enums.h"
#include "services/common/base/date.h"
#include "services/notifier/rules/alert_text.h"
#include "services/notifier/rules/scores.h"

namespace vigil::notifier {
namespace {

using membership::v1::FreedomScore;
using membership::v1::Suspension;
using membership::v1::Term;

constexpr absl::string_view kLowScoreRule = "sitting-member-low-score";
constexpr absl::string_view kSuspendedRule = "member-suspended";
constexpr absl::string_view kWithdrawnRule = "member-withdrawn";
constexpr absl::string_view kVacantRule = "seat-vacant";

// Terms are of three years (A/RES/60/251, paragraph 7): what a term that ended
// early would have lasted where the record does not say.
constexpr int kTermYears = 3;

absl::CivilDay EndOf(const Term& term) {
  return term.has_end_date() ? api::DayOf(term.end_date())
                             : absl::CivilDay::max();
}

absl::CivilDay ScheduledEndOf(const Term& term) {
  if (term.has_scheduled_end_date()) {
    return api::DayOf(term.scheduled_end_date());
  }
  if (term.end_reason() != membership::v1::TERM_END_REASON_WITHDRAWN &&
      term.end_reason() != membership::v1::TERM_END_REASON_REMOVED) {
    return EndOf(term);
  }
  const absl::CivilDay start = api::DayOf(term.start_date());
  return std::max(EndOf(term), absl::CivilDay(start.year() + kTermYears,
                                              start.month(), start.day()));
}

bool LastsOn(const Term& term, absl::CivilDay day) {
  return api::DayOf(term.start_date()) <= day && day < EndOf(term);
}

Alert TermAlert(const Facts& facts, const Term& term, absl::string_view rule,
                absl::string_view key, alerts::v1::AlertKind kind,
                absl::CivilDay today) {
  Alert alert = NewAlert(key, kind, rule);
  AddSubject(facts, term.state(), term.regional_group(), ParentOf(term.name()),
             today, alert);
  AddFact(
      "Term",
      absl::StrCat("from ", FormatDate(api::DayOf(term.start_date())),
                   term.has_end_date()
                       ? absl::StrCat(" until ", FormatDate(EndOf(term) - 1))
                       : ""),
      term, alert);
  return alert;
}

std::string Subject(absl::string_view rule, const Term& term) {
  return absl::StrCat(rule, "/", IdOf(term.name()), "/",
                      IdOf(ParentOf(term.name())), "/");
}

Alert LowScoreMember(const Facts& facts, const Term& term,
                     const FreedomScore& score, const std::string& subject,
                     absl::CivilDay today) {
  Alert alert = TermAlert(
      facts, term, kLowScoreRule,
      absl::StrCat(subject, "fiw-", score.edition(), "/",
                   score.total() < 0 ? "minus-" : "", std::abs(score.total())),
      alerts::v1::ALERT_KIND_SITTING_MEMBER_LOW_SCORE, today);
  alert.set_score(score.total());
  alert.set_title(absl::StrCat(NameOf(facts, term.state()), ", member of the ",
                               BodyTitle(facts, ParentOf(term.name())),
                               ", scores ", score.total(), " of 100 in ",
                               EditionTitle(score.edition())));
  AddScoreFact(facts, term.state(), score, alert);
  return alert;
}

// The suspension that is in force on `day`.
const Suspension* SuspensionOn(const Term& term, absl::CivilDay day) {
  for (const Suspension& suspension : term.suspensions()) {
    if (api::DayOf(suspension.start_date()) <= day &&
        (!suspension.has_end_date() ||
         day < api::DayOf(suspension.end_date()))) {
      return &suspension;
    }
  }
  return nullptr;
}

Finding FindSuspended(const Facts& facts, const Term& term,
                      absl::CivilDay today) {
  Finding finding{.subject = Subject(kSuspendedRule, term),
                  .settled = LastsOn(term, today)
                                 ? "The rights of membership are restored."
                                 : "The term has ended."};
  const Suspension* suspension =
      LastsOn(term, today) ? SuspensionOn(term, today) : nullptr;
  if (suspension == nullptr) return finding;
  const std::string since = FormatDate(api::DayOf(suspension->start_date()));
  Alert alert = TermAlert(facts, term, kSuspendedRule,
                          absl::StrCat(finding.subject, since),
                          alerts::v1::ALERT_KIND_MEMBER_SUSPENDED, today);
  alert.set_title(absl::StrCat(
      NameOf(facts, term.state()), ": rights of membership in the ",
      BodyTitle(facts, ParentOf(term.name())), " suspended on ", since));
  alerts::v1::Fact& fact = AddFact("Suspended on", since, term, alert);
  if (suspension->has_source()) *fact.mutable_source() = suspension->source();
  finding.alerts.push_back(std::move(alert));
  return finding;
}

Finding FindWithdrawn(const Facts& facts, const Term& term,
                      absl::CivilDay today) {
  Finding finding{.subject = Subject(kWithdrawnRule, term),
                  .settled = "The term would have ended by now."};
  const bool withdrawn =
      term.end_reason() == membership::v1::TERM_END_REASON_WITHDRAWN;
  if (!withdrawn) finding.settled = "The withdrawal is not recorded any more.";
  if (!withdrawn || today >= ScheduledEndOf(term)) return finding;
  const std::string on = FormatDate(EndOf(term));
  Alert alert =
      TermAlert(facts, term, kWithdrawnRule, absl::StrCat(finding.subject, on),
                alerts::v1::ALERT_KIND_MEMBER_WITHDRAWN, today);
  alert.set_title(absl::StrCat(
      NameOf(facts, term.state()),
      EndOf(term) <= today ? " withdrew from the " : " withdraws from the ",
      BodyTitle(facts, ParentOf(term.name())), " on ", on));
  finding.alerts.push_back(std::move(alert));
  return finding;
}

// The term that fills the seat of `term`, begun by `today`.
const Term* FilledBy(const Facts& facts, const Term& term,
                     absl::CivilDay today) {
  for (const auto& [name, other] : facts.terms()) {
    if (other.fills() == term.name() &&
        api::DayOf(other.start_date()) <= today) {
      return &other;
    }
  }
  return nullptr;
}

Finding FindVacant(const Facts& facts, const Term& term, absl::CivilDay today) {
  Finding finding{.subject = Subject(kVacantRule, term),
                  .settled = "The term would have ended by now."};
  const bool early = EndOf(term) <= today && EndOf(term) < ScheduledEndOf(term);
  if (!early) {
    finding.settled = "The term is not recorded as ended early any more.";
    return finding;
  }
  if (today >= ScheduledEndOf(term)) return finding;
  if (const Term* filled = FilledBy(facts, term, today); filled != nullptr) {
    finding.settled = absl::StrCat(
        "The seat is filled by ", NameOf(facts, filled->state()), " from ",
        FormatDate(api::DayOf(filled->start_date())), ".");
    return finding;
  }
  const std::string since = FormatDate(EndOf(term));
  Alert alert =
      TermAlert(facts, term, kVacantRule, absl::StrCat(finding.subject, since),
                alerts::v1::ALERT_KIND_SEAT_VACANT, today);
  alert.set_title(absl::StrCat(
      "A seat of the group of ", api::WordsOf(term.regional_group()),
      " States in the ", BodyTitle(facts, ParentOf(term.name())),
      " is vacant since ", since, ": the term of ", NameOf(facts, term.state()),
      " ended early"));
  finding.alerts.push_back(std::move(alert));
  return finding;
}

}  // namespace

std::vector<Finding> FindLowScoreMembers(const Facts& facts,
                                         const RuleOptions& options,
                                         absl::CivilDay today) {
  std::vector<Finding> findings;
  std::map<std::string, Finding> by_subject;  // A state has many terms.
  for (const auto& [name, term] : facts.terms()) {
    const std::string subject = absl::StrCat(
        kLowScoreRule, "/", IdOf(term.state()), "/", IdOf(ParentOf(name)), "/");
    Finding& finding = by_subject[subject];
    finding.subject = subject;
    if (!LastsOn(term, today)) {
      if (finding.settled.empty()) finding.settled = "The term has ended.";
      continue;
    }
    const FreedomScore* score =
        LatestScore(facts.ScoresOf(term.state()), today);
    finding.settled =
        score == nullptr
            ? "The score was removed from the records."
            : absl::StrCat("The score is ", score->total(), " of 100 in ",
                           EditionTitle(score->edition()), ".");
    if (score != nullptr && score->total() < options.score_ceiling) {
      AddCorrected(facts, LowScoreMember(facts, term, *score, subject, today),
                   finding);
    }
  }
  for (auto& [subject, finding] : by_subject) {
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> FindIrregularTerms(const Facts& facts,
                                        absl::CivilDay today) {
  std::vector<Finding> findings;
  for (const auto& [name, term] : facts.terms()) {
    findings.push_back(FindSuspended(facts, term, today));
    findings.push_back(FindWithdrawn(facts, term, today));
    findings.push_back(FindVacant(facts, term, today));
  }
  return findings;
}

}  // namespace vigil::notifier
