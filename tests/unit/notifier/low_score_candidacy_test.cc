#include "services/notifier/rules/low_score_candidacy.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/unit/notifier/facts_builder.h"

namespace vigil::notifier {
namespace {

using alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY;
using alerts::v1::ALERT_KIND_SCORE_UNKNOWN_CANDIDACY;

constexpr char kSubject[] = "low-score-candidacy/chn/hrc/election-2027/";

class LowScoreCandidacyTest : public testing::Test {
 protected:
  LowScoreCandidacyTest() { given.AddElection("election-2027", "2027-10-12"); }

  Finding Find(absl::string_view today, RuleOptions options = {}) {
    const std::vector<Finding> findings =
        FindLowScoreCandidacies(given.facts, options, given.Day(today));
    EXPECT_EQ(findings.size(), 1);
    return findings.empty() ? Finding{} : findings.front();
  }

  std::vector<std::string> KeysOn(absl::string_view today,
                                  RuleOptions options = {}) {
    std::vector<std::string> keys;
    for (const Alert& alert : Find(today, options).alerts) {
      keys.push_back(alert.key().substr(std::string(kSubject).size()));
    }
    return keys;
  }

  void Announce(absl::string_view day) {
    given.Record(given.Candidacy("chn", "election-2027", day));
  }

  FactsBuilder given;
};

using Keys = std::vector<std::string>;

// Whether a subscription with this threshold is concerned: the alerts service's
// rule, restated here because the two must fit.
bool Concerns(const Alert& alert, int threshold) {
  return alert.score() < threshold &&
         (!alert.has_previous_score() || alert.previous_score() >= threshold);
}

TEST_F(LowScoreCandidacyTest, UnderTheThresholdInTheLatestEditionIsFound) {
  given.AddScore("chn", 2026, 9);
  Announce("2026-11-23");

  const Finding finding = Find("2026-11-23");

  ASSERT_EQ(finding.alerts.size(), 1);
  const Alert& alert = finding.alerts[0];
  EXPECT_EQ(finding.subject, kSubject);
  EXPECT_EQ(alert.key(), std::string(kSubject) + "fiw-2026/9");
  EXPECT_EQ(alert.kind(), ALERT_KIND_LOW_SCORE_CANDIDACY);
  EXPECT_EQ(alert.title(),
            "China runs for the Human Rights Council (election of 2027) with a "
            "score of 9 of 100 in Freedom in the World 2026");
  EXPECT_EQ(alert.score(), 9);
  EXPECT_FALSE(alert.has_previous_score());
  EXPECT_EQ(alert.states(0), "states/chn");
  EXPECT_EQ(alert.bodies(0), "bodies/hrc");
  EXPECT_EQ(alert.election(), "bodies/hrc/elections/election-2027");
}

TEST_F(LowScoreCandidacyTest, ScoresAreComparedStrictly) {
  struct Case {
    int total;
    bool concerns_ten;
  };
  for (const Case& c : {Case{-3, true}, Case{0, true}, Case{9, true},
                        Case{10, false}, Case{11, false}}) {
    given.AddScore("chn", 2026, c.total);
    Announce("2026-11-23");
    const Finding finding = Find("2026-11-23");
    ASSERT_EQ(finding.alerts.size(), 1) << c.total;
    EXPECT_EQ(Concerns(finding.alerts[0], 10), c.concerns_ten) << c.total;
  }
}

TEST_F(LowScoreCandidacyTest, TheCeilingItselfIsNotFound) {
  for (const int total : {39, 40, 41}) {
    given.AddScore("chn", 2026, total);
    Announce("2026-11-23");
    EXPECT_EQ(Find("2026-11-23").alerts.size(), total < 40 ? 1 : 0) << total;
  }
}

TEST_F(LowScoreCandidacyTest, TheEditionPublishedByTheAnnouncementCounts) {
  given.AddScore("chn", 2022, 8);
  given.AddScore("chn", 2023, 9);
  struct Case {
    const char* announced;
    const char* key;
  };
  for (const Case& c :
       {Case{"2023-02-28", "fiw-2022/8"}, Case{"2023-03-01", "fiw-2023/9"},
        Case{"2023-03-02", "fiw-2023/9"}}) {
    Announce(c.announced);
    EXPECT_EQ(KeysOn(c.announced), Keys{c.key}) << c.announced;
  }
}

TEST_F(LowScoreCandidacyTest, ARecordedPublishDateReplacesTheFirstOfMarch) {
  given.AddScore("chn", 2022, 8);
  given.AddScore("chn", 2023, 9, "2023-03-09");
  Announce("2023-03-05");
  EXPECT_EQ(KeysOn("2023-03-05"), Keys{"fiw-2022/8"});
}

TEST_F(LowScoreCandidacyTest, NoScoreIsScoreUnknownNeverLowScore) {
  Announce("2026-11-23");
  const Finding finding = Find("2026-11-23");
  ASSERT_EQ(finding.alerts.size(), 1);
  EXPECT_EQ(finding.alerts[0].kind(), ALERT_KIND_SCORE_UNKNOWN_CANDIDACY);
  EXPECT_FALSE(finding.alerts[0].has_score());
}

TEST_F(LowScoreCandidacyTest, AnEditionNotYetPublishedIsNoScore) {
  given.AddScore("chn", 2027, 5);
  Announce("2026-11-23");
  EXPECT_EQ(KeysOn("2026-11-23"), Keys{"score-unknown"});
  EXPECT_EQ(KeysOn("2027-03-01"), Keys{"fiw-2027/5"});
}

TEST_F(LowScoreCandidacyTest, ALaterEditionIsFoundWhereTheScoreFalls) {
  given.AddScore("chn", 2026, 12);
  given.AddScore("chn", 2027, 9);
  Announce("2026-11-23");

  EXPECT_EQ(KeysOn("2027-02-28"), Keys{"fiw-2026/12"});
  const Finding finding = Find("2027-03-01");
  ASSERT_EQ(finding.alerts.size(), 2);
  const Alert& fall = finding.alerts[1];
  EXPECT_EQ(fall.previous_score(), 12);
  EXPECT_TRUE(Concerns(fall, 10));
  EXPECT_TRUE(Concerns(fall, 12));
  EXPECT_FALSE(Concerns(fall, 13)) << "was told at the announcement";
  EXPECT_FALSE(Concerns(fall, 9));
}

TEST_F(LowScoreCandidacyTest, ALaterEditionWithAnEqualOrHigherScoreIsNot) {
  given.AddScore("chn", 2026, 9);
  for (const int later : {9, 10, 30}) {
    given.AddScore("chn", 2027, later);
    Announce("2026-11-23");
    EXPECT_EQ(KeysOn("2027-03-01"), Keys{"fiw-2026/9"}) << later;
  }
}

TEST_F(LowScoreCandidacyTest, WhateverEndsTheCandidacySettlesIt) {
  given.AddScore("chn", 2026, 9);
  struct Case {
    membership::v1::CandidacyState state;
    const char* today;
    const char* settled;
  };
  for (const Case& c :
       {Case{membership::v1::CANDIDACY_STATE_WITHDRAWN, "2026-12-01",
             "The candidacy was withdrawn."},
        Case{membership::v1::CANDIDACY_STATE_ELECTED, "2027-10-12",
             "The election is over: the state was elected."},
        Case{membership::v1::CANDIDACY_STATE_NOT_ELECTED, "2027-10-12",
             "The election is over: the state was not elected."},
        Case{membership::v1::CANDIDACY_STATE_ANNOUNCED, "2027-10-13",
             "The election is over."}}) {
    membership::v1::Candidacy& candidacy =
        given.Candidacy("chn", "election-2027", "2026-11-23");
    candidacy.set_candidacy_state(c.state);
    given.Record(candidacy);
    const Finding finding = Find(c.today);
    EXPECT_TRUE(finding.alerts.empty()) << c.settled;
    EXPECT_EQ(finding.settled, c.settled);
  }
}

TEST_F(LowScoreCandidacyTest, OnTheDayOfTheElectionItStillStands) {
  given.AddScore("chn", 2026, 9);
  Announce("2026-11-23");
  EXPECT_EQ(KeysOn("2027-10-12"), Keys{"fiw-2026/9"});
}

TEST_F(LowScoreCandidacyTest, ACorrectionDownwardsIsNewsOnlyInBetween) {
  given.AddScore("chn", 2026, 12);
  Announce("2026-11-23");
  const Alert said = Find("2026-11-23").alerts.at(0);
  given.Said(said);

  given.AddScore("chn", 2026, 9);
  const Finding finding = Find("2026-11-24");

  ASSERT_EQ(finding.alerts.size(), 1);
  EXPECT_EQ(finding.alerts[0].supersedes(0), said.key());
  EXPECT_EQ(finding.alerts[0].previous_score(), 12);
}

TEST_F(LowScoreCandidacyTest, ACorrectionThatIsTakenBackIsSettled) {
  given.AddScore("chn", 2026, 9);
  Announce("2026-11-23");
  given.Said(Find("2026-11-23").alerts.at(0));
  given.AddScore("chn", 2026, 8);
  given.Said(Find("2026-11-23").alerts.at(0));

  given.AddScore("chn", 2026, 9);

  const Finding finding = Find("2026-11-24");
  EXPECT_EQ(KeysOn("2026-11-24"), Keys{"fiw-2026/9"});
  EXPECT_FALSE(finding.settled.empty());
}

TEST_F(LowScoreCandidacyTest, ACorrectionUpwardsSettlesWhatWasSaid) {
  given.AddScore("chn", 2026, 9);
  Announce("2026-11-23");
  given.Said(Find("2026-11-23").alerts.at(0));

  given.AddScore("chn", 2026, 12);
  const Finding finding = Find("2026-11-24");

  EXPECT_EQ(KeysOn("2026-11-24"), Keys{"fiw-2026/12"});
  EXPECT_EQ(finding.alerts[0].supersedes_size(), 0);
  EXPECT_EQ(finding.settled,
            "What is recorded has changed: China has 12 of 100 in Freedom in "
            "the World 2026.");
}

}  // namespace
}  // namespace vigil::notifier
