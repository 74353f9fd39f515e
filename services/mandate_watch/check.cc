#include "services/mandate_watch/check.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"
#include "services/mandate_watch/calendar.h"
#include "services/mandate_watch/names.h"

namespace vigil::mandate_watch {
namespace {

// Gathers violations.
class Gatherer {
 public:
  void Add(const absl::Status& status) {
    for (FieldViolation& violation : FieldViolationsOf(status)) {
      violations_.push_back(std::move(violation));
    }
  }
  void Require(bool holds, absl::string_view field,
               absl::string_view description) {
    if (!holds) Add(InvalidFieldError(field, description));
  }
  void Text(absl::string_view field, const std::string& value, size_t min,
            size_t max) {
    Add(api::CheckText(field, value, min, max));
  }
  void Range(absl::string_view field, int value, int min, int max) {
    Require(value >= min && value <= max, field,
            absl::StrCat(value, " is not in ", min, " to ", max));
  }
  // The day, if there is one and it is well-formed.
  std::optional<absl::CivilDay> Day(absl::string_view field, bool has,
                                    const type::v1::Date& date) {
    if (!has) return std::nullopt;
    const absl::StatusOr<absl::CivilDay> day = api::FromProto(field, date);
    if (day.ok()) return *day;
    Add(day.status());
    return std::nullopt;
  }
  // The number of the session, if one is named and it is one of the body.
  std::optional<int> SessionOf(absl::string_view body, absl::string_view field,
                               const std::string& name) {
    if (name.empty()) return std::nullopt;
    const std::optional<int> number = SessionNumber(body, name);
    Require(number.has_value(), field,
            absl::StrCat(api::Shown(name), " is not of the form ", body,
                         "/sessions/{body}-{number}"));
    return number;
  }

  std::vector<FieldViolation> Take() { return std::move(violations_); }

 private:
  std::vector<FieldViolation> violations_;
};

void CheckTerm(const v1::Renewal& renewal, absl::string_view body,
               std::optional<int> session, Gatherer& gatherer) {
  const std::optional<int> start =
      gatherer.SessionOf(body, "start_session", renewal.start_session());
  gatherer.Require(!start || !session || *start >= *session, "start_session",
                   "is before the session of the renewal");
  gatherer.Require(!(renewal.no_end() && start), "start_session",
                   "must be empty with no_end");
  if (renewal.has_until_session()) {
    gatherer.Require(!renewal.until_session().empty(), "until_session",
                     "must not be empty");
    const std::optional<int> until =
        gatherer.SessionOf(body, "until_session", renewal.until_session());
    gatherer.Require(!until || !session || *until > *session, "until_session",
                     "is not after the session of the renewal");
    gatherer.Require(!until || !start || *until > *start, "until_session",
                     "is not after start_session");
  }
  if (renewal.has_duration_months()) {
    gatherer.Range("duration_months", renewal.duration_months(), 1,
                   kMaxDurationMonths);
  }
  if (renewal.has_no_end()) {
    gatherer.Require(renewal.no_end(), "no_end", "can only be true");
  }
}

}  // namespace

std::vector<FieldViolation> Violations(const v1::Session& session) {
  Gatherer gatherer;
  gatherer.Add(
      api::MatchName("name", "bodies/*/sessions/*", session.name()).status());
  gatherer.Range("number", session.number(), 1, kMaxSessionNumber);
  gatherer.Text("display_name", session.display_name(), 0,
                kMaxSessionTitleLength);
  const std::optional<absl::CivilDay> start = gatherer.Day(
      "start_date", session.has_start_date(), session.start_date());
  const std::optional<absl::CivilDay> end =
      gatherer.Day("end_date", session.has_end_date(), session.end_date());
  gatherer.Require(session.has_start_date() || !session.has_end_date(),
                   "end_date", "needs a start_date");
  if (start && end) {
    gatherer.Require(*start < *end && *end - *start <= kMaxSessionDays,
                     "end_date",
                     absl::StrCat("must be 1 to ", kMaxSessionDays,
                                  " days after start_date"));
  }
  gatherer.Require(v1::DateStatus_IsValid(session.date_status()), "date_status",
                   "is not known");
  gatherer.Text("note", session.note(), 0, kMaxNoteLength);
  gatherer.Add(api::CheckSource("source", session.source()));
  return gatherer.Take();
}

std::vector<FieldViolation> Violations(const v1::Mandate& mandate) {
  Gatherer gatherer;
  gatherer.Add(
      api::MatchName("name", "bodies/*/mandates/*", mandate.name()).status());
  gatherer.Text("display_name", mandate.display_name(), 1,
                kMaxMandateTitleLength);
  gatherer.Require(mandate.kind() != v1::MANDATE_KIND_UNSPECIFIED &&
                       v1::MandateKind_IsValid(mandate.kind()),
                   "kind", "is required: THEMATIC, COUNTRY or INVESTIGATIVE");
  if (!mandate.country().empty()) {
    gatherer.Add(
        api::MatchName("country", "states/*", mandate.country()).status());
    gatherer.Require(mandate.kind() != v1::MANDATE_KIND_THEMATIC, "country",
                     "must be empty for a thematic mandate");
  }
  if (mandate.establish_year() != 0) {
    gatherer.Range("establish_year", mandate.establish_year(),
                   kMinEstablishYear, kMaxEstablishYear);
  }
  gatherer.Text("founding_resolution", mandate.founding_resolution(), 0,
                kMaxResolutionLength);
  gatherer.Range("term_years", mandate.term_years(), 0, kMaxTermYears);
  gatherer.Require(mandate.state() != v1::MANDATE_STATE_UNSPECIFIED &&
                       v1::MandateState_IsValid(mandate.state()),
                   "state", "is not known: ACTIVE, LAPSED or ENDED");
  gatherer.Day("state_date", mandate.has_state_date(), mandate.state_date());
  if (mandate.has_state_source()) {
    gatherer.Add(api::CheckSource("state_source", mandate.state_source()));
  }
  if (mandate.state() == v1::MANDATE_STATE_ACTIVE) {
    gatherer.Require(!mandate.has_state_date(), "state_date",
                     "must be empty for an active mandate");
    gatherer.Require(!mandate.has_state_source(), "state_source",
                     "must be empty for an active mandate");
  }
  gatherer.Text("note", mandate.note(), 0, kMaxNoteLength);
  gatherer.Add(api::CheckSource("source", mandate.source()));
  return gatherer.Take();
}

std::vector<FieldViolation> Violations(const v1::Renewal& renewal) {
  Gatherer gatherer;
  gatherer.Add(
      api::MatchName("name", "bodies/*/mandates/*/renewals/*", renewal.name())
          .status());
  gatherer.Text("resolution", renewal.resolution(), 1, kMaxResolutionLength);
  const absl::string_view body = BodyOf(renewal.name());
  const std::optional<int> session =
      gatherer.SessionOf(body, "session", renewal.session());
  gatherer.Require(renewal.has_adoption_date() || !renewal.session().empty(),
                   "adoption_date",
                   "is required for a renewal at a special session");
  gatherer.Day("adoption_date", renewal.has_adoption_date(),
               renewal.adoption_date());
  gatherer.Text("vote", renewal.vote(), 0, kMaxVoteLength);
  CheckTerm(renewal, body, session, gatherer);
  gatherer.Text("note", renewal.note(), 0, kMaxNoteLength);
  gatherer.Add(api::CheckSource("source", renewal.source()));
  return gatherer.Take();
}

}  // namespace vigil::mandate_watch
