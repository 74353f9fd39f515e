#include "services/mandate_watch/renewal_status.h"

#include <gtest/gtest.h>

#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

class RenewalStatusTest : public testing::Test {
 protected:
  v1::Mandate Assess(absl::string_view day, bool is_past = false) {
    std::vector<const v1::Renewal*> pointers;
    for (const v1::Renewal& renewal : renewals) pointers.push_back(&renewal);
    return Assessed(mandate, pointers, calendar,
                    {.day = Day(day), .is_past = is_past});
  }

  v1::Mandate mandate = MakeMandate();
  std::vector<v1::Renewal> renewals = {MakeRenewal(61, "2026-03-30"),
                                       MakeRenewal(58, "")};
  Calendar calendar = HrcCalendar();
};

TEST_F(RenewalStatusTest, ItIsDueFrom180DaysBeforeTheSessionOpens) {
  EXPECT_EQ(Assess("2026-08-25").renewal_status(), v1::RENEWAL_STATUS_NOT_DUE);
  EXPECT_EQ(Assess("2026-08-26").renewal_status(), v1::RENEWAL_STATUS_DUE);
}

TEST_F(RenewalStatusTest, TheOutcomeIsUnknownFromTheDayAfterTheSession) {
  EXPECT_EQ(Assess("2027-03-30").renewal_status(), v1::RENEWAL_STATUS_DUE);
  EXPECT_EQ(Assess("2027-03-31").renewal_status(),
            v1::RENEWAL_STATUS_OUTCOME_UNKNOWN);
}

TEST_F(RenewalStatusTest, ALaterRenewalAnswersTheQuestion) {
  renewals.push_back(MakeRenewal(64, ""));

  const v1::Mandate assessed = Assess("2027-05-01");

  EXPECT_EQ(assessed.due().session(), SessionName(kHrc, 67));
  EXPECT_EQ(assessed.renewal_status(), v1::RENEWAL_STATUS_NOT_DUE);
}

TEST_F(RenewalStatusTest, TheLastAdoptedRenewalCountsWhateverItsName) {
  renewals = {MakeRenewal(61, "2026-03-30"), MakeRenewal(0, "2026-01-23")};

  EXPECT_EQ(Assess("2026-11-23").due().renewal(), renewals[0].name());
}

TEST_F(RenewalStatusTest, LapsedAndEndedOnlyAsRecorded) {
  mandate.set_state(v1::MANDATE_STATE_LAPSED);
  EXPECT_EQ(Assess("2027-05-01").renewal_status(), v1::RENEWAL_STATUS_LAPSED);
  EXPECT_FALSE(Assess("2027-05-01").has_due());

  mandate.set_state(v1::MANDATE_STATE_ENDED);
  EXPECT_EQ(Assess("2027-05-01").renewal_status(), v1::RENEWAL_STATUS_ENDED);
}

TEST_F(RenewalStatusTest, WhatIsNotPeriodicIsOpenEnded) {
  mandate.set_periodic(false);
  EXPECT_EQ(Assess("2027-05-01").renewal_status(),
            v1::RENEWAL_STATUS_OPEN_ENDED);

  mandate.set_periodic(true);
  renewals[0].set_no_end(true);
  EXPECT_EQ(Assess("2027-05-01").renewal_status(),
            v1::RENEWAL_STATUS_OPEN_ENDED);
}

TEST_F(RenewalStatusTest, WithoutARenewalItNeedsReview) {
  renewals.clear();

  const v1::Mandate assessed = Assess("2026-11-23");

  EXPECT_EQ(assessed.renewal_status(), v1::RENEWAL_STATUS_NEEDS_REVIEW);
  EXPECT_EQ(assessed.review_reason(), "no renewal is recorded");
}

TEST_F(RenewalStatusTest, ThePastKnowsNoLaterRenewal) {
  EXPECT_EQ(Assess("2026-03-29", true).due().session(), SessionName(kHrc, 61));
  EXPECT_EQ(Assess("2026-03-30", true).due().session(), SessionName(kHrc, 64));
  EXPECT_EQ(Assess("2026-03-29", false).due().session(), SessionName(kHrc, 64));
}

TEST_F(RenewalStatusTest, ThePastKnowsNoLaterEnd) {
  mandate.set_state(v1::MANDATE_STATE_ENDED);
  *mandate.mutable_state_date() = api::ToProto(Day("2026-07-07"));

  EXPECT_EQ(Assess("2026-07-06", true).renewal_status(),
            v1::RENEWAL_STATUS_NOT_DUE);
  EXPECT_EQ(Assess("2026-07-07", true).renewal_status(),
            v1::RENEWAL_STATUS_ENDED);
}

}  // namespace
}  // namespace vigil::mandate_watch
