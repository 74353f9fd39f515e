#include "services/alerts/terms.h"

#include <gtest/gtest.h>

#include "services/alerts/match_index.h"

namespace vigil::alerts {
namespace {

class TermsTest : public testing::Test {
 protected:
  bool Match(const v1::Subscription& subscription, const v1::Alert& alert) {
    const Conditions conditions = ConditionsOf(subscription, names_);
    const Features features = FeaturesOf(alert, names_);
    MatchIndex index;
    index.Add(4200, conditions);
    bool by_index = false;
    index.Match(features, [&](uint32_t, uint64_t) { by_index = true; });
    EXPECT_EQ(by_index, Matches(conditions, features));
    return by_index;
  }

  bool MatchScores(int threshold, int score, int previous = -100) {
    v1::Subscription subscription;
    if (threshold > 0) subscription.set_score_threshold(threshold);
    v1::Alert alert;
    alert.set_score(score);
    if (previous != -100) alert.set_previous_score(previous);
    return Match(subscription, alert);
  }

  NameTable names_;
};

TEST_F(TermsTest, ScoreMustBeStrictlyUnderTheThreshold) {
  EXPECT_TRUE(MatchScores(10, 9));
  EXPECT_FALSE(MatchScores(10, 10));
  EXPECT_TRUE(MatchScores(1, 0));
  EXPECT_FALSE(MatchScores(1, 1));
  EXPECT_TRUE(MatchScores(1, -10));
  EXPECT_TRUE(MatchScores(40, 39));
  EXPECT_FALSE(MatchScores(40, 40));
  EXPECT_FALSE(MatchScores(40, 100));
}

TEST_F(TermsTest, ThresholdIsTenWhereNoneWasChosen) {
  EXPECT_TRUE(MatchScores(0, 9));
  EXPECT_FALSE(MatchScores(0, 10));
}

TEST_F(TermsTest, LaterScoreMattersOnlyWhereItCrossesTheThreshold) {
  EXPECT_TRUE(MatchScores(10, 9, 10));
  EXPECT_FALSE(MatchScores(10, 8, 9));
  EXPECT_TRUE(MatchScores(40, 39, 40));
  EXPECT_TRUE(MatchScores(20, 9, 100));
  EXPECT_FALSE(MatchScores(20, 9, 19));
  EXPECT_TRUE(MatchScores(20, 9, 20));
  EXPECT_FALSE(MatchScores(1, -10, 0));
  EXPECT_FALSE(MatchScores(1, -10, -5));
}

TEST_F(TermsTest, AlertWithoutScoreDoesNotAskForTheThreshold) {
  v1::Subscription subscription;
  subscription.set_score_threshold(1);
  EXPECT_TRUE(Match(subscription, v1::Alert()));
}

TEST_F(TermsTest, EveryDimensionMustMatchAndInEachOneValueIsEnough) {
  v1::Subscription subscription;
  subscription.add_states("states/chn");
  subscription.add_states("states/rus");
  subscription.add_kinds(v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  v1::Alert alert;
  alert.set_kind(v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  alert.add_states("states/rus");
  EXPECT_TRUE(Match(subscription, alert));
  alert.set_kind(v1::ALERT_KIND_SEAT_VACANT);
  EXPECT_FALSE(Match(subscription, alert));
}

TEST_F(TermsTest, AlertWithoutAValueDoesNotMatchACondition) {
  v1::Subscription subscription;
  subscription.add_mandates("bodies/hrc/mandates/sr-belarus");
  EXPECT_FALSE(Match(subscription, v1::Alert()));
}

TEST_F(TermsTest, LeadDaysLeaveAlertsWithoutThemAlone) {
  v1::Subscription subscription;
  subscription.add_lead_days(30);
  v1::Alert alert;
  EXPECT_TRUE(Match(subscription, alert));
  alert.set_lead_days(30);
  EXPECT_TRUE(Match(subscription, alert));
  alert.set_lead_days(14);
  EXPECT_FALSE(Match(subscription, alert));
}

TEST_F(TermsTest, NamesThatNobodyUsesAreForgotten) {
  v1::Subscription subscription;
  subscription.add_states("states/chn");
  subscription.add_states("states/chn");
  const Conditions conditions = ConditionsOf(subscription, names_);
  EXPECT_TRUE(names_.IsUsed(0));
  ReleaseNames(conditions.terms, names_);
  EXPECT_FALSE(names_.IsUsed(0));
}

}  // namespace
}  // namespace vigil::alerts
