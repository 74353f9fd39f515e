#include "services/cli/alert_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/cli/display_width.h"
#include "services/cli/error_text.h"
#include "services/cli/words.h"
#include "services/common/api/dates.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::cli {
namespace {

using alerts::v1::Alert;

constexpr size_t kShortId = 9;
constexpr size_t kWholeName = 40;  // `alerts/a` and 32 digits.
constexpr size_t kMaxCandidates = 5;

std::string KindOf(const Alert& alert) {
  return WordOf(*alerts::v1::AlertKind_descriptor(), alert.kind());
}

std::string StateOf(const Alert& alert) {
  return WordOf(*alerts::v1::AlertState_descriptor(), alert.state());
}

// `label    value`, unless there is no value.
std::string Line(absl::string_view label, absl::string_view value) {
  if (value.empty()) return "";
  return absl::StrFormat("  %-10s %s\n", label, Harmless(value));
}

std::string FactText(const alerts::v1::Fact& fact) {
  std::string text = fact.statement();
  if (!fact.value().empty()) absl::StrAppend(&text, ": ", fact.value());
  std::string source = fact.source().citation();
  if (!fact.source().uri().empty()) {
    absl::StrAppend(&source, " ", fact.source().uri());
  }
  const std::string confidence =
      WordOf(*type::v1::Confidence_descriptor(), fact.source().confidence());
  std::vector<std::string> notes;
  for (const std::string& note : {fact.edition(), source, confidence}) {
    if (!note.empty()) notes.push_back(note);
  }
  if (notes.empty()) return text;
  return absl::StrCat(text, " (", absl::StrJoin(notes, "; "), ")");
}

// `alerts/a…` of what people write with or without the collection.
std::string WithCollection(absl::string_view text) {
  return absl::StrCat("alerts/", absl::StripPrefix(text, "alerts/"));
}

absl::Status AmbiguousAlertError(absl::string_view text,
                                 const std::vector<const Alert*>& found) {
  std::string message = absl::StrCat(found.size(), " alerts begin with '", text,
                                     "'; write more of the one you mean:");
  for (size_t i = 0; i < std::min(found.size(), kMaxCandidates); ++i) {
    absl::StrAppend(&message, "\n  ", ShortId(found[i]->name()), "  ",
                    Harmless(found[i]->title()));
  }
  if (found.size() > kMaxCandidates) absl::StrAppend(&message, "\n  …");
  return Error(absl::StatusCode::kInvalidArgument, "ALERT_AMBIGUOUS", message);
}

}  // namespace

Tone ToneOf(const Alert& alert) {
  if (alert.state() != alerts::v1::ALERT_STATE_ACTIVE) return Tone::kGood;
  switch (alert.kind()) {
    case alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY:
    case alerts::v1::ALERT_KIND_SITTING_MEMBER_LOW_SCORE:
    case alerts::v1::ALERT_KIND_MANDATE_OUTCOME_UNKNOWN:
      return Tone::kBad;
    default:
      return Tone::kWarning;
  }
}

std::string ShortId(absl::string_view name) {
  return IdOf(name).substr(0, kShortId);
}

std::string FeedLine(const alerts::v1::FeedItem& item, bool colour) {
  const Alert& alert = item.alert();
  const bool resolved = item.update() == alerts::v1::ALERT_UPDATE_RESOLVED;
  const std::string word =
      resolved ? absl::StrCat("resolved ", KindOf(alert)) : KindOf(alert);
  std::string title = Harmless(alert.title());
  if (resolved && !alert.resolve_reason().empty()) {
    absl::StrAppend(&title, ": ", Harmless(alert.resolve_reason()));
  }
  return absl::StrFormat("%5d  %s  %s  %s  %s\n", item.sequence(),
                         TimeText(item.update_time()), ShortId(alert.name()),
                         colour ? Coloured(word, ToneOf(alert)) : word, title);
}

Table FeedTable(const alerts::v1::FeedItem& item) {
  const Alert& alert = item.alert();
  std::vector<std::string> states;
  for (const std::string& state : alert.states()) states.push_back(IdOf(state));
  Table table({{"SEQUENCE", true},
               {"UPDATE"},
               {"TIME"},
               {"KIND"},
               {"TITLE"},
               {"STATES"},
               {"SCORE", true},
               {"RESOLVE REASON"},
               {"KEY"},
               {"ALERT"}});
  table.Add(
      {absl::StrCat(item.sequence()),
       WordOf(*alerts::v1::AlertUpdate_descriptor(), item.update()),
       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", api::TimeOf(item.update_time()),
                        absl::UTCTimeZone()),
       KindOf(alert), alert.title(), absl::StrJoin(states, ";"),
       alert.has_score() ? absl::StrCat(alert.score()) : "",
       alert.resolve_reason(), alert.key(), alert.name()});
  return table;
}

Table AlertTable(const alerts::v1::ListAlertsResponse& alerts) {
  Table table({{"ALERT"}, {"RAISED"}, {"STATE"}, {"KIND"}, {"TITLE"}});
  for (const Alert& alert : alerts.alerts()) {
    table.Add({{ShortId(alert.name()), Tone::kFaint},
               TimeText(alert.raise_time()),
               StateOf(alert),
               {KindOf(alert), ToneOf(alert)},
               alert.title()});
  }
  return table;
}

std::string ExplanationText(const alerts::v1::ExplainAlertResponse& explanation,
                            bool colour) {
  const Alert& alert = explanation.alert();
  const std::string title = Harmless(alert.title());
  std::string text =
      absl::StrCat(colour ? Coloured(title, ToneOf(alert)) : title, "\n");
  if (!alert.body().empty()) {
    absl::StrAppend(&text, Harmless(alert.body()), "\n");
  }
  std::vector<std::string> revisions;
  for (const auto& derivation : alert.derivations()) {
    revisions.push_back(
        absl::StrCat(derivation.service(), " ", derivation.revision()));
  }
  absl::StrAppend(&text, Line("alert", alert.name()), Line("key", alert.key()),
                  Line("kind", KindOf(alert)), Line("state", StateOf(alert)),
                  Line("raised", TimeText(alert.raise_time())),
                  Line("resolved", TimeText(alert.resolve_time())),
                  Line("because", alert.resolve_reason()),
                  Line("rule", absl::StrCat(alert.rule().id(), " ",
                                            alert.rule().version())),
                  Line("revisions", absl::StrJoin(revisions, ", ")));
  for (const alerts::v1::Fact& fact : alert.facts()) {
    absl::StrAppend(&text, Line("fact", FactText(fact)));
  }
  for (const std::string& sentence : explanation.sentences()) {
    absl::StrAppend(&text, Line("why", sentence));
  }
  for (const auto& match : explanation.matches()) {
    std::vector<std::string> conditions;
    for (const auto& condition : match.conditions()) {
      conditions.push_back(absl::StrCat(
          condition.condition(), " ", absl::StrJoin(condition.values(), ", ")));
    }
    absl::StrAppend(
        &text, Line("told to", absl::StrCat(match.subscription(), ": ",
                                            absl::StrJoin(conditions, "; "))));
  }
  return text;
}

absl::StatusOr<std::string> AlertNamed(Session& session,
                                       absl::string_view text) {
  const std::string name = WithCollection(text);
  if (name.size() == kWholeName) return name;
  alerts::v1::ListAlertsRequest request;
  alerts::v1::ListAlertsResponse all;
  request.set_score_threshold(101);  // Whatever the score.
  VIGIL_RETURN_IF_ERROR(session.List(
      kAsAnalyst, "vigil.alerts.v1.AlertService/ListAlerts", request, all));
  return AlertAmong(all, text);
}

absl::StatusOr<std::string> AlertAmong(
    const alerts::v1::ListAlertsResponse& alerts, absl::string_view text) {
  const std::string name = WithCollection(text);
  std::vector<const Alert*> found;
  for (const Alert& alert : alerts.alerts()) {
    if (alert.key() == text) return alert.name();
    if (absl::StartsWith(alert.name(), name)) found.push_back(&alert);
  }
  if (found.size() == 1) return found[0]->name();
  if (!found.empty()) return AmbiguousAlertError(text, found);
  return Error(
      absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
      absl::StrCat("no alert is called '", text, "'; see 'vigil alerts list'"));
}

}  // namespace vigil::cli
