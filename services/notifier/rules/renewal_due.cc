#include "services/notifier/rules/renewal_due.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/notifier/rules/alert_text.h"

namespace vigil::notifier {
namespace {

using alerts::v1::ALERT_KIND_MANDATE_OUTCOME_UNKNOWN;
using alerts::v1::ALERT_KIND_MANDATE_RENEWAL_DUE;
using alerts::v1::ALERT_KIND_MANDATE_RENEWAL_RESCHEDULED;
using mandate_watch::v1::Mandate;
using mandate_watch::v1::Renewal;

constexpr absl::string_view kRule = "mandate-renewal-due";
constexpr absl::string_view kRescheduled = "/rescheduled";
constexpr absl::string_view kOutcomeUnknown = "outcome-unknown";

// A mandate that is due at a known session, or was.
struct DueMandate {
  const Facts& facts;
  const RuleOptions& options;
  const Mandate& mandate;
  std::string prefix;  // Of the keys: `mandate-renewal-due/{m}/{session}/`.
  absl::CivilDay opening;
  absl::CivilDay today;
  const Alert* said = nullptr;  // The active alert about it, if there is one.
};

// The nearest threshold that has passed: the smallest that is not smaller than
// the days that are left.
std::optional<int> PassedLead(const RuleOptions& options, int64_t days_left) {
  std::optional<int> nearest;
  for (const int lead : options.lead_days) {
    if (days_left <= lead && (!nearest.has_value() || lead < *nearest)) {
      nearest = lead;
    }
  }
  return nearest;
}

// "opens on 2027-02-22 (estimated), in 90 days".
std::string Opening(const DueMandate& due) {
  const int64_t left = due.opening - due.today;
  const bool tentative = due.mandate.due().date_status() ==
                         mandate_watch::v1::DATE_STATUS_TENTATIVE;
  return absl::StrCat(left > 0 ? "opens on " : "opened on ",
                      FormatDate(due.opening), tentative ? " (estimated)" : "",
                      left > 1    ? absl::StrCat(", in ", left, " days")
                      : left == 1 ? ", tomorrow"
                                  : "");
}

std::string SessionTitle(const DueMandate& due) {
  const auto found = due.facts.sessions().find(due.mandate.due().session());
  if (found != due.facts.sessions().end() &&
      !found->second.display_name().empty()) {
    return found->second.display_name();
  }
  std::string id = IdOf(due.mandate.due().session());
  for (char& c : id) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const size_t dash = id.find('-');
  if (dash != std::string::npos) id.erase(dash, 1);
  return id;  // HRC64
}

void AddRenewalFact(const DueMandate& due, Alert& alert) {
  const auto found = due.facts.renewals().find(due.mandate.due().renewal());
  if (found == due.facts.renewals().end()) return;
  const Renewal& renewal = found->second;
  AddFact("Last renewed by",
          renewal.vote().empty()
              ? renewal.resolution()
              : absl::StrCat(renewal.resolution(), ", ", renewal.vote()),
          renewal, alert);
}

Alert NewRenewalAlert(const DueMandate& due, absl::string_view key_end,
                      alerts::v1::AlertKind kind) {
  Alert alert = NewAlert(absl::StrCat(due.prefix, key_end), kind, kRule);
  AddDerivation(due.facts, kMandateWatchService, alert);
  const std::string body = ParentOf(due.mandate.name());
  if (!due.mandate.country().empty()) {
    AddSubject(due.facts, due.mandate.country(),
               due.facts.StateOf(due.mandate.country()).regional_group(), body,
               due.today, alert);
  } else {
    alert.add_bodies(body);
  }
  alert.add_mandates(due.mandate.name());
  alert.set_session(due.mandate.due().session());
  *alert.mutable_session_start_date() = due.mandate.due().start_date();
  AddFact("Due at", absl::StrCat(SessionTitle(due), ", which ", Opening(due)),
          due.mandate, alert);
  AddFact("Rule", due.mandate.due().rule_text(), due.mandate, alert)
      .clear_source();
  AddRenewalFact(due, alert);
  if (due.said != nullptr) alert.add_supersedes(due.said->key());
  return alert;
}

Alert RenewalDue(const DueMandate& due, absl::string_view key_end, int lead) {
  Alert alert = NewRenewalAlert(due, key_end, ALERT_KIND_MANDATE_RENEWAL_DUE);
  alert.set_lead_days(lead);
  alert.set_title(absl::StrCat(due.mandate.display_name(),
                               ": up for renewal at ", SessionTitle(due),
                               ", which ", Opening(due)));
  return alert;
}

Alert Rescheduled(const DueMandate& due, std::optional<int> lead) {
  Alert alert =
      NewRenewalAlert(due, absl::StrCat(FormatDate(due.opening), kRescheduled),
                      ALERT_KIND_MANDATE_RENEWAL_RESCHEDULED);
  if (lead.has_value()) alert.set_lead_days(*lead);
  alert.set_title(
      absl::StrCat(due.mandate.display_name(), ": ", SessionTitle(due),
                   " has been rescheduled from ",
                   FormatDate(api::DayOf(due.said->session_start_date())),
                   "; it now ", Opening(due)));
  return alert;
}

Alert OutcomeUnknown(const DueMandate& due) {
  Alert alert =
      NewRenewalAlert(due, kOutcomeUnknown, ALERT_KIND_MANDATE_OUTCOME_UNKNOWN);
  alert.set_title(absl::StrCat(
      due.mandate.display_name(), ": ", SessionTitle(due),
      ", at which it was due, has closed; whether it was renewed is not "
      "recorded"));
  return alert;
}

// Whether the session is over. (What mandate_watch says of the renewal's status
// held when it said it; days pass without a change of records.)
bool HasClosed(const DueMandate& due) {
  return due.mandate.due().has_end_date() &&
         api::DayOf(due.mandate.due().end_date()) <= due.today;
}

// The alert that holds, or nothing to leave what was said as it is.
std::optional<Alert> Holding(const DueMandate& due) {
  const bool said_unknown =
      due.said != nullptr &&
      due.said->kind() == ALERT_KIND_MANDATE_OUTCOME_UNKNOWN;
  if (HasClosed(due)) {
    if (said_unknown) return std::nullopt;
    return OutcomeUnknown(due);
  }
  const std::optional<int> lead =
      PassedLead(due.options, due.opening - due.today);
  if (due.said == nullptr || said_unknown) {
    if (!lead.has_value()) return std::nullopt;
    return RenewalDue(due, absl::StrCat(*lead, "d"), *lead);
  }
  if (api::DayOf(due.said->session_start_date()) != due.opening) {
    return Rescheduled(due, lead);
  }
  const bool nearer = lead.has_value() && (!due.said->has_lead_days() ||
                                           *lead < due.said->lead_days());
  if (!nearer) return std::nullopt;
  // After a move the keys bear the date: the same threshold may pass again.
  const std::string dated =
      absl::StrCat(due.prefix, FormatDate(due.opening), "/");
  return RenewalDue(due,
                    absl::StartsWith(due.said->key(), dated)
                        ? absl::StrCat(FormatDate(due.opening), "/", *lead, "d")
                        : absl::StrCat(*lead, "d"),
                    *lead);
}

// Why nothing is due any more at the session of an earlier alert.
std::string Settlement(const Facts& facts, const Mandate& mandate) {
  switch (mandate.state()) {
    case mandate_watch::v1::MANDATE_STATE_LAPSED:
      return "The mandate is recorded as lapsed.";
    case mandate_watch::v1::MANDATE_STATE_ENDED:
      return "The mandate is recorded as ended.";
    default:
      break;
  }
  const auto renewal = facts.renewals().find(mandate.due().renewal());
  const std::string next =
      mandate.due().session().empty()
          ? ""
          : absl::StrCat("; it is due at ", IdOf(mandate.due().session()));
  if (renewal == facts.renewals().end()) {
    return absl::StrCat("What is recorded has changed", next, ".");
  }
  return absl::StrCat("Renewed by ", renewal->second.resolution(), next, ".");
}

bool HasKnownSession(const Mandate& mandate) {
  return mandate.state() == mandate_watch::v1::MANDATE_STATE_ACTIVE &&
         mandate.renewal_status() !=
             mandate_watch::v1::RENEWAL_STATUS_NEEDS_REVIEW &&
         mandate.has_due() && mandate.due().has_start_date();
}

Finding FindRenewal(const Facts& facts, const RuleOptions& options,
                    const Mandate& mandate, absl::CivilDay today) {
  Finding finding{
      .subject = absl::StrCat(kRule, "/", IdOf(mandate.name()), "/"),
      .settled = Settlement(facts, mandate)};
  if (!HasKnownSession(mandate)) {
    if (mandate.renewal_status() ==
        mandate_watch::v1::RENEWAL_STATUS_NEEDS_REVIEW) {
      finding.settled.clear();
    }
    return finding;
  }
  DueMandate due{
      facts,
      options,
      mandate,
      absl::StrCat(finding.subject, IdOf(mandate.due().session()), "/"),
      api::DayOf(mandate.due().start_date()),
      today};
  for (const Alert* said : facts.ActiveAlerts(due.prefix)) due.said = said;
  if (std::optional<Alert> alert = Holding(due); alert.has_value()) {
    finding.alerts.push_back(*std::move(alert));
  } else if (due.said != nullptr) {
    finding.alerts.push_back(*due.said);
  }
  return finding;
}

}  // namespace

std::vector<Finding> FindRenewalsDue(const Facts& facts,
                                     const RuleOptions& options,
                                     absl::CivilDay today) {
  std::vector<Finding> findings;
  findings.reserve(facts.mandates().size());
  for (const auto& [name, mandate] : facts.mandates()) {
    findings.push_back(FindRenewal(facts, options, mandate, today));
  }
  return findings;
}

}  // namespace vigil::notifier
