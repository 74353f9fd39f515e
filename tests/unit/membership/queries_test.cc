#include "services/membership/queries.h"

#include <gtest/gtest.h>

#include "services/membership/seats.h"
#include "tests/unit/membership/records_builder.h"

namespace vigil::membership {
namespace {

std::vector<std::string> StatesOn(const Model& model, absl::string_view day,
                                  bool show_suspended = false) {
  std::vector<std::string> states;
  for (const v1::Member& member :
       MembersOf(model, "bodies/hrc", Day(day), show_suspended)) {
    states.push_back(member.short_name());
  }
  return states;
}

using Names = std::vector<std::string>;

TEST(QueriesTest, ATermHoldsFromItsFirstDayUntilBeforeItsEnd) {
  Model model = SmallModel();
  model.Put(Term("chn", "2024-01-01", "2027-01-01"));

  EXPECT_EQ(StatesOn(model, "2023-12-31"), Names());
  EXPECT_EQ(StatesOn(model, "2024-01-01"), Names({"chn"}));
  EXPECT_EQ(StatesOn(model, "2026-12-31"), Names({"chn"}));
  EXPECT_EQ(StatesOn(model, "2027-01-01"), Names());
}

TEST(QueriesTest, ATermWithoutAnEndHoldsOn) {
  Model model = SmallModel();
  model.Put(Term("chn", "2024-01-01", ""));
  EXPECT_EQ(StatesOn(model, "2199-01-01"), Names({"chn"}));
}

TEST(QueriesTest, ASuspendedStateIsNoMemberUntilItIsRestored) {
  Model model = SmallModel();
  v1::Term term = Term("chn", "2010-01-01", "2013-01-01");
  *term.add_suspensions() = Suspension("2011-03-01", "2011-11-18");
  model.Put(term);

  EXPECT_EQ(StatesOn(model, "2011-02-28"), Names({"chn"}));
  EXPECT_EQ(StatesOn(model, "2011-03-01"), Names());
  EXPECT_EQ(StatesOn(model, "2011-11-17"), Names());
  EXPECT_EQ(StatesOn(model, "2011-11-18"), Names({"chn"}));
  EXPECT_EQ(StatesOn(model, "2011-03-01", true), Names({"chn"}));
}

TEST(QueriesTest, ASuspendedMemberSaysSinceWhen) {
  Model model = SmallModel();
  v1::Term term = Term("chn", "2010-01-01", "2013-01-01");
  *term.add_suspensions() = Suspension("2011-03-01", "");
  model.Put(term);

  const auto members = MembersOf(model, "bodies/hrc", Day("2011-06-01"), true);

  ASSERT_EQ(members.size(), 1);
  EXPECT_EQ(api::DayOf(members[0].suspend_date()), Day("2011-03-01"));
  EXPECT_FALSE(members[0].has_restore_date());
}

TEST(QueriesTest, AnEditionCountsFromTheFirstOfMarch) {
  Model model = SmallModel();
  model.Put(Score("chn", 2022, 9));
  model.Put(Score("chn", 2023, 8));

  EXPECT_EQ(LatestScore(model, "states/chn", Day("2022-02-28")), nullptr);
  EXPECT_EQ(LatestScore(model, "states/chn", Day("2022-03-01"))->total(), 9);
  EXPECT_EQ(LatestScore(model, "states/chn", Day("2023-02-28"))->total(), 9);
  EXPECT_EQ(LatestScore(model, "states/chn", Day("2023-03-01"))->total(), 8);
}

TEST(QueriesTest, AnEditionThatSaysWhenItWasPublishedCountsFromThen) {
  Model model = SmallModel();
  v1::FreedomScore score = Score("chn", 2023, 8);
  *score.mutable_publish_date() = Date("2023-03-09");
  model.Put(score);

  EXPECT_EQ(LatestScore(model, "states/chn", Day("2023-03-08")), nullptr);
  EXPECT_NE(LatestScore(model, "states/chn", Day("2023-03-09")), nullptr);
}

TEST(QueriesTest, AnEditionWithoutATotalIsPassedOver) {
  Model model = SmallModel();
  model.Put(Score("chn", 2022, 9));
  v1::FreedomScore score = Score("chn", 2023, 0);
  score.clear_total();
  model.Put(score);

  EXPECT_EQ(LatestScore(model, "states/chn", Day("2024-01-01"))->edition(),
            2022);
}

TEST(QueriesTest, AClaimWithoutAStartHoldsFromEver) {
  v1::GroupingClaim claim = Claim("lmg", "chn");
  EXPECT_TRUE(HoldsOn(claim, Day("1950-01-01")));

  *claim.mutable_start_date() = Date("2007-01-01");
  *claim.mutable_end_date() = Date("2010-01-01");
  EXPECT_FALSE(HoldsOn(claim, Day("2006-12-31")));
  EXPECT_TRUE(HoldsOn(claim, Day("2007-01-01")));
  EXPECT_TRUE(HoldsOn(claim, Day("2009-12-31")));
  EXPECT_FALSE(HoldsOn(claim, Day("2010-01-01")));
}

TEST(SeatsTest, TheFirstDayWithTooManyTermsIsFound) {
  const TermDays first{Day("2024-01-01"), Day("2027-01-01")};
  const TermDays next{Day("2027-01-01"), Day("2030-01-01")};
  const TermDays between{Day("2025-05-01"), std::nullopt};

  EXPECT_EQ(FirstDayOver({first, next}, 1), std::nullopt);
  EXPECT_EQ(FirstDayOver({first, next, between}, 2), std::nullopt);
  EXPECT_EQ(FirstDayOver({first, next, between}, 1), Day("2025-05-01"));
  EXPECT_EQ(FirstDayOver({first}, 0), Day("2024-01-01"));
}

}  // namespace
}  // namespace vigil::membership
