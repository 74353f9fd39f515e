#include "services/mandate_watch/check.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

// The fields at fault, in order.
template <typename Record>
std::string Faults(const Record& record) {
  std::string fields;
  for (const FieldViolation& violation : Violations(record)) {
    if (!fields.empty()) fields += " ";
    fields += violation.field;
  }
  return fields;
}

TEST(CheckTest, GoodRecordsPass) {
  EXPECT_EQ(Faults(MakeSession(64, "2027-02-22", "2027-03-31")), "");
  EXPECT_EQ(Faults(MakeSession(64, "", "")), "");
  EXPECT_EQ(Faults(MakeMandate()), "");
  EXPECT_EQ(Faults(MakeRenewal(61, "")), "");
  EXPECT_EQ(Faults(MakeRenewal(0, "2026-01-23")), "");
}

TEST(CheckTest, SessionsHaveNumbersFrom1To9999) {
  EXPECT_EQ(Faults(MakeSession(1, "", "")), "");
  EXPECT_EQ(Faults(MakeSession(9999, "", "")), "");
  EXPECT_EQ(Faults(MakeSession(0, "", "")), "number");
  EXPECT_EQ(Faults(MakeSession(10000, "", "")), "number");
}

TEST(CheckTest, SessionsLast1To400Days) {
  EXPECT_EQ(Faults(MakeSession(1, "2026-01-01", "2026-01-02")), "");
  EXPECT_EQ(Faults(MakeSession(1, "2026-01-01", "2027-02-05")), "");
  EXPECT_EQ(Faults(MakeSession(1, "2026-01-01", "2026-01-01")), "end_date");
  EXPECT_EQ(Faults(MakeSession(1, "2026-01-01", "2027-02-06")), "end_date");
  EXPECT_EQ(Faults(MakeSession(1, "", "2026-01-02")), "end_date");
}

TEST(CheckTest, AllFaultsAreToldAtOnce) {
  v1::Mandate mandate = MakeMandate();
  mandate.clear_display_name();
  mandate.clear_kind();
  mandate.set_country("Belarus");
  mandate.set_term_years(11);
  mandate.clear_source();

  EXPECT_EQ(Faults(mandate),
            "display_name kind country term_years source.citation");
}

TEST(CheckTest, MandatesHaveBounds) {
  v1::Mandate mandate = MakeMandate();
  mandate.set_display_name(std::string(500, 'x'));
  mandate.set_founding_resolution(std::string(100, 'x'));
  mandate.set_note(std::string(2000, 'x'));
  mandate.set_establish_year(1946);
  mandate.set_term_years(10);
  EXPECT_EQ(Faults(mandate), "");

  mandate.set_display_name(std::string(501, 'x'));
  mandate.set_founding_resolution(std::string(101, 'x'));
  mandate.set_note(std::string(2001, 'x'));
  mandate.set_establish_year(1945);
  mandate.set_term_years(-1);
  EXPECT_EQ(Faults(mandate),
            "display_name establish_year founding_resolution term_years note");
}

TEST(CheckTest, OnlyMandatesThatWentSaySinceWhen) {
  v1::Mandate mandate = MakeMandate();
  *mandate.mutable_state_date() = api::ToProto(Day("2026-07-07"));
  EXPECT_EQ(Faults(mandate), "state_date");

  mandate.set_state(v1::MANDATE_STATE_LAPSED);
  EXPECT_EQ(Faults(mandate), "");
}

TEST(CheckTest, AThemeHasNoCountry) {
  v1::Mandate mandate = MakeMandate();
  mandate.set_kind(v1::MANDATE_KIND_THEMATIC);

  EXPECT_EQ(Faults(mandate), "country");
}

TEST(CheckTest, RenewalsNameSessionsOfTheirBody) {
  v1::Renewal renewal = MakeRenewal(61, "");
  renewal.set_session("bodies/third-committee/sessions/third-committee-61");
  EXPECT_EQ(Faults(renewal), "session");

  renewal.clear_session();
  EXPECT_EQ(Faults(renewal), "adoption_date");
}

TEST(CheckTest, TermsEndAfterTheyStart) {
  v1::Renewal renewal = MakeRenewal(61, "");
  renewal.set_until_session(SessionName(kHrc, 61));
  EXPECT_EQ(Faults(renewal), "until_session");
  renewal.set_until_session(SessionName(kHrc, 62));
  EXPECT_EQ(Faults(renewal), "");
  renewal.set_start_session(SessionName(kHrc, 62));
  EXPECT_EQ(Faults(renewal), "until_session");
  renewal.set_start_session(SessionName(kHrc, 60));
  EXPECT_EQ(Faults(renewal), "start_session");
}

TEST(CheckTest, TermsLast1To120Months) {
  v1::Renewal renewal = MakeRenewal(61, "");
  for (const int months : {1, 120}) {
    renewal.set_duration_months(months);
    EXPECT_EQ(Faults(renewal), "") << months;
  }
  for (const int months : {0, 121, -1}) {
    renewal.set_duration_months(months);
    EXPECT_EQ(Faults(renewal), "duration_months") << months;
  }
}

}  // namespace
}  // namespace vigil::mandate_watch
