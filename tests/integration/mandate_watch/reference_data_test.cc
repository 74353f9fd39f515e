#include <set>

#include "tests/integration/mandate_watch/service_fixture.h"

namespace vigil::mandate_watch {
namespace {

class ReferenceDataTest : public ServiceFixture {
 protected:
  // Those with `status` at the session with the number.
  std::set<std::string> DueAt(int session, const std::string& status) {
    const std::vector<std::string> ids =
        Mandates(absl::StrCat("due_session = \"bodies/hrc/sessions/hrc-",
                              session, "\" AND renewal_status = ", status));
    return {ids.begin(), ids.end()};
  }
};

TEST_F(ReferenceDataTest, TheSameTablesAgainChangeNothing) {
  const int64_t revision = replica_.core().revision();

  const auto again = Import(ReferenceData());

  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(again->unchanged_count(), again->row_count());
  EXPECT_EQ(again->revision(), revision);
  EXPECT_EQ(replica_.core().revision(), revision);
}

TEST_F(ReferenceDataTest, ThirteenMandatesAreDueAtTheNextSession) {
  EXPECT_EQ(
      DueAt(64, "DUE"),
      (std::set<std::string>{
          "chr-south-sudan", "coi-ukraine", "ghre-nicaragua", "gie-belarus",
          "ie-albinism", "ie-mali", "sr-belarus", "sr-cultural-rights",
          "sr-dprk", "sr-environment", "sr-iran", "sr-myanmar", "sr-privacy"}));
}

TEST_F(ReferenceDataTest, TheOutcomesOfTheLastSessionAreUnknown) {
  EXPECT_EQ(DueAt(63, "OUTCOME_UNKNOWN").size(), 14);
  EXPECT_EQ(DueAt(61, "OUTCOME_UNKNOWN"), std::set<std::string>{"coi-syria"});
  EXPECT_EQ(Mandates("renewal_status = OUTCOME_UNKNOWN").size(), 15);
}

TEST_F(ReferenceDataTest, NothingNeedsReview) {
  EXPECT_EQ(Mandates("renewal_status = NEEDS_REVIEW"),
            std::vector<std::string>{});
  EXPECT_EQ(Mandates("renewal_status = OPEN_ENDED"),
            (std::vector<std::string>{"sr-opt", "sr-syria"}));
  EXPECT_EQ(Mandates("renewal_status = LAPSED"),
            std::vector<std::string>{"sr-leprosy"});
}

TEST_F(ReferenceDataTest, WhatTextsSayComesFirst) {
  EXPECT_EQ(GetMandate("emler").due().session(), "bodies/hrc/sessions/hrc-66");
  EXPECT_EQ(GetMandate("ffm-iran").due().session(),
            "bodies/hrc/sessions/hrc-67");
  EXPECT_EQ(GetMandate("sr-iran").due().rule(), v1::DUE_RULE_UNTIL_SESSION);
}

TEST_F(ReferenceDataTest, TheNextSessionOpensOnAMondayInLateFebruary) {
  v1::GetSessionRequest request;
  request.set_name("bodies/hrc/sessions/hrc-64");

  const auto session = Call<v1::Session>(reader_, "GetSession", request);

  ASSERT_TRUE(IsOk(session));
  EXPECT_EQ(FormatDate(api::DayOf(session->start_date())), "2027-02-22");
  EXPECT_EQ(session->date_status(), v1::DATE_STATUS_TENTATIVE);
}

TEST_F(ReferenceDataTest, UpcomingRenewalsAreListed) {
  v1::ListUpcomingRenewalsRequest request;
  request.set_parent(kBody);
  const auto soon = Call<v1::ListUpcomingRenewalsResponse>(
      reader_, "ListUpcomingRenewals", request);
  request.set_include_unknown_outcomes(true);
  request.set_page_size(10);
  const auto all = Call<v1::ListUpcomingRenewalsResponse>(
      reader_, "ListUpcomingRenewals", request);
  ASSERT_TRUE(IsOk(all));
  request.set_page_token(all->next_page_token());
  const auto more = Call<v1::ListUpcomingRenewalsResponse>(
      reader_, "ListUpcomingRenewals", request);

  ASSERT_TRUE(IsOk(soon));
  EXPECT_EQ(soon->upcoming_renewals_size(), 13);
  EXPECT_EQ(soon->upcoming_renewals(0).days_left(), 91);
  EXPECT_EQ(all->upcoming_renewals_size(), 10);
  ASSERT_TRUE(IsOk(more));
  EXPECT_EQ(more->upcoming_renewals_size(), 10);
  EXPECT_EQ(all->upcoming_renewals(0).mandate().name(),
            "bodies/hrc/mandates/coi-syria");
}

TEST_F(ReferenceDataTest, ThePastIsAskedAsItWas) {
  v1::ListUpcomingRenewalsRequest request;
  request.set_parent(kBody);
  *request.mutable_as_of() = Date("2026-03-01");
  request.set_filter("name = \"bodies/hrc/mandates/sr-belarus\"");

  const auto answer = Call<v1::ListUpcomingRenewalsResponse>(
      reader_, "ListUpcomingRenewals", request);

  ASSERT_TRUE(IsOk(answer));
  ASSERT_EQ(answer->upcoming_renewals_size(), 1);
  EXPECT_EQ(answer->upcoming_renewals(0).mandate().due().session(),
            "bodies/hrc/sessions/hrc-61");
  EXPECT_EQ(answer->upcoming_renewals(0).last_renewal().resolution(),
            "A/HRC/RES/58/19");
}

}  // namespace
}  // namespace vigil::mandate_watch
