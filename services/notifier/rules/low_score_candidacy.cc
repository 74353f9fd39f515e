#include "services/notifier/rules/low_score_candidacy.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/notifier/rules/alert_text.h"
#include "services/notifier/rules/scores.h"

namespace vigil::notifier {
namespace {

using alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY;
using alerts::v1::ALERT_KIND_SCORE_UNKNOWN_CANDIDACY;
using membership::v1::Candidacy;
using membership::v1::Election;
using membership::v1::FreedomScore;

constexpr absl::string_view kRule = "low-score-candidacy";

// One candidacy with what it is judged by.
struct Standing {
  const Facts& facts;
  const RuleOptions& options;
  const Candidacy& candidacy;
  const Election& election;
  std::string body;
  std::string subject;
  absl::CivilDay today;
};

bool IsHeld(const Election& election, absl::CivilDay today) {
  return election.state() == membership::v1::ELECTION_STATE_HELD ||
         api::DayOf(election.election_date()) < today;
}

// Why a candidacy stands no more; nothing while it does.
std::optional<std::string> EndOf(const Candidacy& candidacy,
                                 const Election& election,
                                 absl::CivilDay today) {
  switch (candidacy.candidacy_state()) {
    case membership::v1::CANDIDACY_STATE_WITHDRAWN:
      return candidacy.has_withdraw_date()
                 ? absl::StrCat(
                       "The candidacy was withdrawn on ",
                       FormatDate(api::DayOf(candidacy.withdraw_date())), ".")
                 : "The candidacy was withdrawn.";
    case membership::v1::CANDIDACY_STATE_ELECTED:
      return "The election is over: the state was elected.";
    case membership::v1::CANDIDACY_STATE_NOT_ELECTED:
      return "The election is over: the state was not elected.";
    default:
      break;
  }
  if (election.state() == membership::v1::ELECTION_STATE_CANCELLED) {
    return "The election was cancelled.";
  }
  if (IsHeld(election, today)) return "The election is over.";
  return std::nullopt;
}

std::string TotalInKey(int total) {
  return total < 0 ? absl::StrCat("minus-", -total) : absl::StrCat(total);
}

// The facts and the matter of either kind of alert, without title and score.
Alert Announced(const Standing& standing, absl::string_view key_end,
                alerts::v1::AlertKind kind) {
  Alert alert = NewAlert(absl::StrCat(standing.subject, key_end), kind, kRule);
  AddSubject(standing.facts, standing.candidacy.state(),
             standing.candidacy.regional_group(), standing.body, standing.today,
             alert);
  alert.set_election(standing.election.name());
  *alert.mutable_election_date() = standing.election.election_date();
  const std::string election_day =
      FormatDate(api::DayOf(standing.election.election_date()));
  AddFact(absl::StrCat("Candidacy of ",
                       NameOf(standing.facts, standing.candidacy.state()),
                       " announced"),
          standing.candidacy.has_announce_date()
              ? FormatDate(api::DayOf(standing.candidacy.announce_date()))
              : "on a day that is not recorded",
          standing.candidacy, alert);
  AddFact("Election", election_day, standing.election, alert);
  return alert;
}

std::string Place(const Standing& standing) {
  return absl::StrCat(BodyTitle(standing.facts, standing.body),
                      " (election of ",
                      standing.election.election_date().year(), ")");
}

// The alert that an announcement is worth (`previous` null) or that an edition
// after it is worth, in which the score fell.
Alert LowScore(const Standing& standing, const FreedomScore& score,
               const FreedomScore* previous) {
  const std::string state = NameOf(standing.facts, standing.candidacy.state());
  Alert alert = Announced(
      standing,
      absl::StrCat("fiw-", score.edition(), "/", TotalInKey(score.total())),
      ALERT_KIND_LOW_SCORE_CANDIDACY);
  alert.set_score(score.total());
  if (previous == nullptr) {
    alert.set_title(absl::StrCat(state, " runs for the ", Place(standing),
                                 " with a score of ", score.total(),
                                 " of 100 in ", EditionTitle(score.edition())));
  } else {
    alert.set_previous_score(previous->total());
    alert.set_title(absl::StrCat(state, ", which runs for the ",
                                 Place(standing), ", fell from ",
                                 previous->total(), " to ", score.total(),
                                 " of 100 in ", EditionTitle(score.edition())));
    AddScoreFact(standing.facts, standing.candidacy.state(), *previous, alert);
  }
  AddScoreFact(standing.facts, standing.candidacy.state(), score, alert);
  return alert;
}

Alert ScoreUnknown(const Standing& standing, absl::CivilDay announced) {
  Alert alert =
      Announced(standing, "score-unknown", ALERT_KIND_SCORE_UNKNOWN_CANDIDACY);
  alert.set_title(absl::StrCat(
      NameOf(standing.facts, standing.candidacy.state()), " runs for the ",
      Place(standing), "; no score in Freedom in the World published by ",
      FormatDate(announced), " is recorded"));
  return alert;
}

void FindScores(const Standing& standing, absl::CivilDay announced,
                Finding& finding) {
  const Scores& scores = standing.facts.ScoresOf(standing.candidacy.state());
  const FreedomScore* previous = LatestScore(scores, announced);
  const auto find = [&](const FreedomScore& score, const FreedomScore* before) {
    if (score.total() >= standing.options.score_ceiling) return;
    AddCorrected(standing.facts, LowScore(standing, score, before), finding);
  };
  if (previous != nullptr) find(*previous, nullptr);
  for (const auto& [edition, score] : scores) {
    if (!score.has_total() || PublishDay(score) > standing.today) continue;
    if (PublishDay(score) <= announced) continue;
    if (previous == nullptr || score.total() < previous->total()) {
      find(score, previous);
    }
    previous = &score;
  }
  if (previous == nullptr) {
    finding.alerts.push_back(ScoreUnknown(standing, announced));
  }
}

// Why an alert about a candidacy that stands holds no more: only because what
// it rests on was recorded differently since.
std::string Correction(const Facts& facts, const std::string& state,
                       absl::CivilDay today) {
  const FreedomScore* score = LatestScore(facts.ScoresOf(state), today);
  if (score == nullptr) return "The score was removed from the records.";
  return absl::StrCat("What is recorded has changed: ", NameOf(facts, state),
                      " has ", score->total(), " of 100 in ",
                      EditionTitle(score->edition()), ".");
}

}  // namespace

std::vector<Finding> FindLowScoreCandidacies(const Facts& facts,
                                             const RuleOptions& options,
                                             absl::CivilDay today) {
  std::vector<Finding> findings;
  for (const auto& [name, candidacy] : facts.candidacies()) {
    const std::string election_name = ParentOf(name);
    const auto election = facts.elections().find(election_name);
    if (election == facts.elections().end()) continue;
    const std::string body = ParentOf(election_name);
    Finding finding;
    finding.subject = absl::StrCat(kRule, "/", IdOf(candidacy.state()), "/",
                                   IdOf(body), "/", IdOf(election_name), "/");
    const std::optional<std::string> end =
        EndOf(candidacy, election->second, today);
    if (end.has_value()) {
      finding.settled = *end;
    } else {
      finding.settled = Correction(facts, candidacy.state(), today);
      const absl::CivilDay announced =
          candidacy.has_announce_date() ? api::DayOf(candidacy.announce_date())
                                        : today;
      FindScores({facts, options, candidacy, election->second, body,
                  finding.subject, today},
                 announced, finding);
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace vigil::notifier
