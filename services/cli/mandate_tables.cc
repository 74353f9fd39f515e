#include "services/cli/mandate_tables.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/words.h"

namespace vigil::cli {
namespace {

namespace v1 = mandate_watch::v1;

constexpr int kSoonDays = 30;

std::string KindOf(const v1::Mandate& mandate) {
  return WordOf(*v1::MandateKind_descriptor(), mandate.kind());
}

Cell StatusOf(const v1::Mandate& mandate) {
  const auto status = mandate.renewal_status();
  const std::string word = WordOf(*v1::RenewalStatus_descriptor(), status);
  switch (status) {
    case v1::RENEWAL_STATUS_DUE:
      return {word, Tone::kWarning};
    case v1::RENEWAL_STATUS_OUTCOME_UNKNOWN:
    case v1::RENEWAL_STATUS_NEEDS_REVIEW:
      return {word, Tone::kBad};
    default:
      return word;
  }
}

// `2027-02-22`, with `~` before it where it is estimated.
std::string OpeningOf(const v1::Due& due) {
  std::string date = DateText(due.start_date());
  if (due.date_status() != v1::DATE_STATUS_TENTATIVE || date.empty()) {
    return date;
  }
  return absl::StrCat("~", date);
}

}  // namespace

Table MandateTable(const v1::ListMandatesResponse& mandates) {
  Table table(
      {{"MANDATE"}, {"KIND"}, {"DUE AT"}, {"OPENS"}, {"STATUS"}, {"TITLE"}});
  for (const v1::Mandate& mandate : mandates.mandates()) {
    table.Add({IdOf(mandate.name()), KindOf(mandate),
               IdOf(mandate.due().session()), OpeningOf(mandate.due()),
               StatusOf(mandate), mandate.display_name()});
  }
  return table;
}

Table UpcomingTable(const v1::ListUpcomingRenewalsResponse& upcoming) {
  Table table({{"MANDATE"},
               {"KIND"},
               {"DUE AT"},
               {"OPENS"},
               {"DAYS", true},
               {"STATUS"},
               {"LAST VOTE"},
               {"LAST TEXT"},
               {"TITLE"}});
  for (const v1::UpcomingRenewal& renewal : upcoming.upcoming_renewals()) {
    const v1::Mandate& mandate = renewal.mandate();
    const Tone tone =
        renewal.days_left() <= kSoonDays ? Tone::kWarning : Tone::kPlain;
    table.Add({IdOf(mandate.name()), KindOf(mandate),
               IdOf(mandate.due().session()), OpeningOf(mandate.due()),
               Cell(absl::StrCat(renewal.days_left()), tone), StatusOf(mandate),
               renewal.last_renewal().vote(),
               renewal.last_renewal().resolution(), mandate.display_name()});
  }
  return table;
}

Table HistoryTable(const v1::ListMandateHistoryResponse& history) {
  Table table({{"TEXT"},
               {"SESSION"},
               {"ADOPTED"},
               {"VOTE"},
               {"THEN DUE AT"},
               {"BECAUSE"}});
  for (const v1::HistoryEntry& entry : history.entries()) {
    const v1::Renewal& renewal = entry.renewal();
    table.Add({renewal.resolution(), IdOf(renewal.session()),
               DateText(renewal.adoption_date()), renewal.vote(),
               IdOf(entry.due().session()),
               entry.review_reason().empty() ? entry.due().rule_text()
                                             : entry.review_reason()});
  }
  return table;
}

Table SessionTable(const v1::ListSessionsResponse& sessions) {
  Table table({{"SESSION"}, {"OPENS"}, {"CLOSES"}, {"DATES ARE"}, {"BECAUSE"}});
  for (const v1::Session& session : sessions.sessions()) {
    const Tone tone = session.date_status() == v1::DATE_STATUS_TENTATIVE
                          ? Tone::kFaint
                          : Tone::kPlain;
    table.Add({IdOf(session.name()), DateText(session.start_date()),
               DateText(session.end_date()),
               Cell(WordOf(*v1::DateStatus_descriptor(), session.date_status()),
                    tone),
               session.estimate_rule()});
  }
  return table;
}

}  // namespace vigil::cli
