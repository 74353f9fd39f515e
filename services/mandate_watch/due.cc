#include "services/mandate_watch/due.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/mandate_watch/names.h"

namespace vigil::mandate_watch {
namespace {

// What a rule gives: a session, in words too; or why it gives none.
struct Found {
  int session = 0;
  v1::DueRule rule = v1::DUE_RULE_UNSPECIFIED;
  std::string text;
  std::string review_reason;
};

Found Unknown(const std::string& reason) { return {.review_reason = reason}; }

std::string Count(int number, absl::string_view noun) {
  return absl::StrCat(number, " ", noun, number == 1 ? "" : "s");
}

// One question, with what the rules ask of it.
class Question {
 public:
  Question(const v1::Mandate& mandate, const v1::Renewal& renewal,
           const Calendar& calendar)
      : mandate_(mandate),
        renewal_(renewal),
        calendar_(calendar),
        body_(BodyOf(mandate.name())),
        session_(NumberOf(renewal.session())),
        start_session_(NumberOf(renewal.start_session())) {}

  Found Find() const {
    switch (renewal_.term_case()) {
      case v1::Renewal::kUntilSession:
        return UntilSession();
      case v1::Renewal::kDurationMonths:
        return Months();
      default:
        return TermYears();
    }
  }

  // The session that nothing due may lie at or before; 0 if it has none.
  int floor() const {
    if (start_session_ != 0) return start_session_;
    if (session_ != 0) return session_;
    if (!renewal_.has_adoption_date()) return 0;
    // A special session: the regular one before it.
    return calendar_.LastOpenedBy(api::DayOf(renewal_.adoption_date()))
        .value_or(0);
  }

  const Calendar& calendar() const { return calendar_; }
  absl::string_view body() const { return body_; }

 private:
  int NumberOf(const std::string& session) const {
    return SessionNumber(body_, session).value_or(0);
  }

  std::string Renewed() const {
    return session_ == 0 ? absl::StrCat("renewed by ", renewal_.resolution())
                         : absl::StrCat("renewed at session ", session_, " by ",
                                        renewal_.resolution());
  }

  Found UntilSession() const {
    const int until = NumberOf(renewal_.until_session());
    return {until, v1::DUE_RULE_UNTIL_SESSION,
            absl::StrCat(Renewed(), ", which says: until session ", until), ""};
  }

  Found TermYears() const {
    const int years = mandate_.term_years();
    if (years == 0) {
      return Unknown(absl::StrCat(renewal_.resolution(),
                                  " does not say until when, and the length of "
                                  "the terms of the mandate "
                                  "is not known"));
    }
    const int from = start_session_ != 0 ? start_session_ : session_;
    if (from == 0) {
      return Unknown(absl::StrCat(
          renewal_.resolution(),
          " was adopted at a special session and does not say until when"));
    }
    const int due = from + kSessionsPerYear * years;
    const std::string sum = absl::StrCat(
        " for ", Count(years, "year"),
        start_session_ != 0
            ? absl::StrCat(" from the end of session ", start_session_)
            : "",
        ": session ", from, " + ", kSessionsPerYear, " x ", years, " = ", due);
    return {due,
            start_session_ != 0 ? v1::DUE_RULE_OFFSET_TERM_YEARS
                                : v1::DUE_RULE_TERM_YEARS,
            absl::StrCat(Renewed(), sum), ""};
  }

  Found Months() const {
    const int months = renewal_.duration_months();
    const std::optional<absl::CivilDay> start = MonthsStart();
    if (!start) {
      return Unknown(absl::StrCat("it is not known from which day the ",
                                  Count(months, "month"), " of ",
                                  renewal_.resolution(), " count"));
    }
    const absl::CivilDay over = MonthsAfter(*start, months);
    const std::optional<int> due = calendar_.LastOpenedBy(over);
    const std::string words =
        absl::StrCat(Renewed(), " for ", Count(months, "month"), " from ",
                     FormatDate(*start), " to ", FormatDate(over));
    if (!due || *due <= floor()) {
      return Unknown(
          absl::StrCat(words, ": no session opens before the months are over"));
    }
    return {
        *due,
        start_session_ != 0 ? v1::DUE_RULE_OFFSET_DURATION_MONTHS
                            : v1::DUE_RULE_DURATION_MONTHS,
        absl::StrCat(words, "; the last session that opens by then is ", *due),
        ""};
  }

  // The first day after the session at which the term starts, or the day of the
  // adoption.
  std::optional<absl::CivilDay> MonthsStart() const {
    if (start_session_ == 0) return AdoptionDay(renewal_, calendar_);
    const std::optional<SessionDates> dates = calendar_.DatesOf(start_session_);
    return dates ? std::optional(dates->end) : std::nullopt;
  }

  // The same day of the month, or the last one that the month has.
  static absl::CivilDay MonthsAfter(absl::CivilDay day, int months) {
    const absl::CivilMonth month = absl::CivilMonth(day) + months;
    const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
    return std::min(absl::CivilDay(month) + (day.day() - 1), last);
  }

  const v1::Mandate& mandate_;
  const v1::Renewal& renewal_;
  const Calendar& calendar_;
  const absl::string_view body_;
  const int session_;        // 0: a special session.
  const int start_session_;  // 0: the term starts at the adoption.
};

}  // namespace

std::optional<absl::CivilDay> AdoptionDay(const v1::Renewal& renewal,
                                          const Calendar& calendar) {
  if (renewal.has_adoption_date()) return api::DayOf(renewal.adoption_date());
  const std::optional<int> number =
      SessionNumber(BodyOf(renewal.name()), renewal.session());
  if (!number) return std::nullopt;
  const std::optional<SessionDates> dates = calendar.DatesOf(*number);
  return dates ? std::optional(dates->end - 1) : std::nullopt;
}

DueAnswer DueAfter(const v1::Mandate& mandate, const v1::Renewal& renewal,
                   const Calendar& calendar) {
  DueAnswer answer;
  if (renewal.no_end()) {
    answer.has_no_end = true;
    return answer;
  }
  const Question question(mandate, renewal, calendar);
  Found found = question.Find();
  answer.review_reason = std::move(found.review_reason);
  if (!answer.review_reason.empty()) return answer;
  if (found.session <= question.floor()) {
    answer.review_reason = absl::StrCat(
        found.text, ": that is not after session ", question.floor());
    return answer;
  }
  std::optional<SessionDates> dates = calendar.DatesOf(found.session);
  if (!dates) {
    answer.review_reason =
        absl::StrCat(found.text, "; the days of session ", found.session,
                     " are not recorded and cannot be estimated");
    return answer;
  }
  v1::Due& due = answer.due.emplace();
  due.set_session(SessionName(question.body(), found.session));
  *due.mutable_start_date() = api::ToProto(dates->start);
  *due.mutable_end_date() = api::ToProto(dates->end);
  due.set_date_status(dates->is_tentative ? v1::DATE_STATUS_TENTATIVE
                                          : v1::DATE_STATUS_CONFIRMED);
  due.set_rule(found.rule);
  due.set_rule_text(std::move(found.text));
  due.set_renewal(renewal.name());
  return answer;
}

}  // namespace vigil::mandate_watch
