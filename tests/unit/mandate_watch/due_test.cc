#include "services/mandate_watch/due.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

// What a renewal leads to: the session and the rule, or why there is none.
struct Case {
  const char* name;
  int term_years;
  int session;  // 0: special.
  const char* adoption_date;
  int until;   // 0: not said.
  int months;  // 0: not said.
  int start;   // 0: not said.
  int due;     // 0: needs review.
  v1::DueRule rule;
  const char* text;
};

constexpr Case kCases[] = {
    {"OneYear", 1, 61, "2026-03-30", 0, 0, 0, 64, v1::DUE_RULE_TERM_YEARS,
     "renewed at session 61 by A/HRC/RES/61/26 for 1 year: session 61 + 3 x 1 "
     "= 64"},
    {"TwoYears", 2, 58, "2025-04-03", 0, 0, 0, 64, v1::DUE_RULE_TERM_YEARS,
     "renewed at session 58 by A/HRC/RES/58/26 for 2 years: session 58 + 3 x 2 "
     "= 64"},
    {"ThreeYears", 3, 55, "", 0, 0, 0, 64, v1::DUE_RULE_TERM_YEARS,
     "renewed at session 55 by A/HRC/RES/55/26 for 3 years: session 55 + 3 x 3 "
     "= 64"},
    {"UntilASession", 3, 56, "2024-07-11", 66, 0, 0, 66,
     v1::DUE_RULE_UNTIL_SESSION,
     "renewed at session 56 by A/HRC/RES/56/26, which says: until session 66"},
    {"UntilASessionFromASpecialOne", 1, 0, "2026-01-23", 64, 0, 61, 64,
     v1::DUE_RULE_UNTIL_SESSION,
     "renewed by A/HRC/RES/S-39/1, which says: until session 64"},
    {"UntilTheNextSession", 1, 61, "2026-03-30", 62, 0, 0, 62,
     v1::DUE_RULE_UNTIL_SESSION,
     "renewed at session 61 by A/HRC/RES/61/26, which says: until session 62"},
    {"UntilItsOwnSession", 1, 61, "2026-03-30", 61, 0, 0, 0,
     v1::DUE_RULE_UNSPECIFIED,
     "renewed at session 61 by A/HRC/RES/61/26, which says: until session 61: "
     "that is not after session 61"},
    {"YearsFromTheEndOfASession", 2, 0, "2026-01-23", 0, 0, 61, 67,
     v1::DUE_RULE_OFFSET_TERM_YEARS,
     "renewed by A/HRC/RES/S-39/1 for 2 years from the end of session 61: "
     "session 61 + 3 x 2 = 67"},
    {"NineMonths", 1, 50, "2022-07-08", 0, 9, 0, 52,
     v1::DUE_RULE_DURATION_MONTHS,
     "renewed at session 50 by A/HRC/RES/50/26 for 9 months from 2022-07-08 to "
     "2023-04-08; the last session that opens by then is 52"},
    {"MonthsToTheDayASessionOpens", 1, 60, "2025-09-22", 0, 17, 0, 64,
     v1::DUE_RULE_DURATION_MONTHS,
     "renewed at session 60 by A/HRC/RES/60/26 for 17 months from 2025-09-22 "
     "to 2027-02-22; the last session that opens by then is 64"},
    {"MonthsToTheDayBeforeASessionOpens", 1, 60, "2025-09-21", 0, 17, 0, 63,
     v1::DUE_RULE_DURATION_MONTHS,
     "renewed at session 60 by A/HRC/RES/60/26 for 17 months from 2025-09-21 "
     "to 2027-02-21; the last session that opens by then is 63"},
    {"MonthsFromTheLastDayOfAMonth", 1, 58, "2025-03-31", 0, 11, 0, 61,
     v1::DUE_RULE_DURATION_MONTHS,
     "renewed at session 58 by A/HRC/RES/58/26 for 11 months from 2025-03-31 "
     "to 2026-02-28; the last session that opens by then is 61"},
    {"MonthsFromTheEndOfItsSession", 1, 61, "", 0, 12, 0, 64,
     v1::DUE_RULE_DURATION_MONTHS,
     "renewed at session 61 by A/HRC/RES/61/26 for 12 months from 2026-03-31 "
     "to 2027-03-31; the last session that opens by then is 64"},
    {"MonthsFromTheEndOfAnotherSession", 1, 0, "2026-01-23", 0, 12, 61, 64,
     v1::DUE_RULE_OFFSET_DURATION_MONTHS,
     "renewed by A/HRC/RES/S-39/1 for 12 months from 2026-04-01 to 2027-04-01; "
     "the last session that opens by then is 64"},
    {"MonthsThatEndBeforeTheNextSession", 1, 61, "2026-03-30", 0, 1, 0, 0,
     v1::DUE_RULE_UNSPECIFIED,
     "renewed at session 61 by A/HRC/RES/61/26 for 1 month from 2026-03-30 to "
     "2026-04-30: no session opens before the months are over"},
    {"SpecialSessionWithoutAWord", 1, 0, "2026-01-23", 0, 0, 0, 0,
     v1::DUE_RULE_UNSPECIFIED,
     "A/HRC/RES/S-39/1 was adopted at a special session and does not say until "
     "when"},
    {"NoTermKnown", 0, 61, "2026-03-30", 0, 0, 0, 0, v1::DUE_RULE_UNSPECIFIED,
     "A/HRC/RES/61/26 does not say until when, and the length of the terms of "
     "the mandate is not known"},
    {"NoTermNeeded", 0, 61, "2026-03-30", 67, 0, 0, 67,
     v1::DUE_RULE_UNTIL_SESSION,
     "renewed at session 61 by A/HRC/RES/61/26, which says: until session 67"},
    {"BeyondWhatCanBeEstimated", 1, 61, "2026-03-30", 200, 0, 0, 0,
     v1::DUE_RULE_UNSPECIFIED,
     "renewed at session 61 by A/HRC/RES/61/26, which says: until session 200; "
     "the days of session 200 are not recorded and cannot be estimated"},
};

class DueTest : public testing::TestWithParam<Case> {};

TEST_P(DueTest, TheRuleGivesTheSession) {
  const Case& given = GetParam();
  const v1::Mandate mandate = MakeMandate("sr-belarus", given.term_years);
  v1::Renewal renewal = MakeRenewal(given.session, given.adoption_date);
  if (given.until != 0) {
    renewal.set_until_session(SessionName(kHrc, given.until));
  }
  if (given.months != 0) renewal.set_duration_months(given.months);
  if (given.start != 0) {
    renewal.set_start_session(SessionName(kHrc, given.start));
  }

  const DueAnswer answer = DueAfter(mandate, renewal, HrcCalendar());

  EXPECT_FALSE(answer.has_no_end);
  EXPECT_EQ(answer.due.has_value(), given.due != 0);
  EXPECT_EQ(answer.due ? answer.due->rule_text() : answer.review_reason,
            given.text);
  if (!answer.due) return;
  EXPECT_EQ(answer.due->session(), SessionName(kHrc, given.due));
  EXPECT_EQ(answer.due->rule(), given.rule);
  EXPECT_EQ(answer.due->renewal(), renewal.name());
}

INSTANTIATE_TEST_SUITE_P(Rules, DueTest, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& each) {
                           return each.param.name;
                         });

TEST(DueRuleTest, ARenewalWithoutEndIsNeverDue) {
  v1::Renewal renewal = MakeRenewal(61, "2026-03-30");
  renewal.set_no_end(true);

  const DueAnswer answer = DueAfter(MakeMandate(), renewal, HrcCalendar());

  EXPECT_TRUE(answer.has_no_end);
  EXPECT_FALSE(answer.due.has_value());
  EXPECT_EQ(answer.review_reason, "");
}

TEST(DueRuleTest, TheDueSessionSaysWhetherItsDaysAreEstimated) {
  const DueAnswer past =
      DueAfter(MakeMandate(), MakeRenewal(58, ""), HrcCalendar());
  const DueAnswer next =
      DueAfter(MakeMandate(), MakeRenewal(61, ""), HrcCalendar());

  EXPECT_EQ(past.due->date_status(), v1::DATE_STATUS_CONFIRMED);
  EXPECT_EQ(next.due->date_status(), v1::DATE_STATUS_TENTATIVE);
  EXPECT_EQ(api::DayOf(next.due->start_date()), Day("2027-02-22"));
  EXPECT_EQ(api::DayOf(next.due->end_date()), Day("2027-03-31"));
}

}  // namespace
}  // namespace vigil::mandate_watch
