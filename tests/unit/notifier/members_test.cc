#include "services/notifier/rules/members.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/notifier/facts_builder.h"

namespace vigil::notifier {
namespace {

using membership::v1::Term;

class MembersTest : public testing::Test {
 protected:
  MembersTest() {
    given.AddState("rus", "Russia", type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN);
    given.AddState("cze", "Czechia", type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN);
  }

  Term NewTerm(const std::string& id, absl::string_view start,
               absl::string_view end) {
    Term term;
    term.set_name("bodies/hrc/terms/" + id);
    term.set_state("states/" + id.substr(0, 3));
    term.set_regional_group(type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN);
    *term.mutable_start_date() = api::ToProto(given.Day(start));
    *term.mutable_end_date() = api::ToProto(given.Day(end));
    term.set_end_reason(membership::v1::TERM_END_REASON_EXPIRED);
    return term;
  }

  void Suspend(Term& term, absl::string_view start, absl::string_view end) {
    auto& suspension = *term.add_suspensions();
    *suspension.mutable_start_date() = api::ToProto(given.Day(start));
    if (!end.empty()) {
      *suspension.mutable_end_date() = api::ToProto(given.Day(end));
    }
  }

  std::vector<std::string> KeysOn(absl::string_view today) {
    std::vector<std::string> keys;
    for (const Finding& finding :
         FindIrregularTerms(given.facts, given.Day(today))) {
      for (const Alert& alert : finding.alerts) keys.push_back(alert.key());
    }
    return keys;
  }

  std::string Settled(absl::string_view subject, absl::string_view today) {
    for (const Finding& finding :
         FindIrregularTerms(given.facts, given.Day(today))) {
      if (finding.subject == subject) return finding.settled;
    }
    return "no such subject";
  }

  std::vector<Alert> LowScores(absl::string_view today) {
    std::vector<Alert> alerts;
    for (Finding& finding :
         FindLowScoreMembers(given.facts, {}, given.Day(today))) {
      for (Alert& alert : finding.alerts) alerts.push_back(std::move(alert));
    }
    return alerts;
  }

  FactsBuilder given;
};

using Keys = std::vector<std::string>;

TEST_F(MembersTest, ASittingMemberIsFoundOncePerEdition) {
  given.Record(NewTerm("rus-2021", "2021-01-01", "2024-01-01"));
  given.AddScore("rus", 2022, 19);
  given.AddScore("rus", 2023, 16);
  struct Case {
    const char* today;
    Keys keys;
  };
  for (const Case& c :
       {Case{"2022-02-28", {}},
        Case{"2022-03-01", {"sitting-member-low-score/rus/hrc/fiw-2022/19"}},
        Case{"2023-03-01", {"sitting-member-low-score/rus/hrc/fiw-2023/16"}},
        Case{"2023-12-31", {"sitting-member-low-score/rus/hrc/fiw-2023/16"}},
        Case{"2024-01-01", {}}}) {
    Keys keys;
    for (const Alert& alert : LowScores(c.today)) keys.push_back(alert.key());
    EXPECT_EQ(keys, c.keys) << c.today;
  }
}

TEST_F(MembersTest, TheNextEditionSettlesTheLast) {
  given.Record(NewTerm("rus-2021", "2021-01-01", "2024-01-01"));
  given.AddScore("rus", 2022, 9);
  given.AddScore("rus", 2023, 12);
  given.Said(LowScores("2022-06-01").at(0));

  const std::vector<Finding> findings =
      FindLowScoreMembers(given.facts, {}, given.Day("2023-03-01"));

  ASSERT_EQ(findings.size(), 1);
  ASSERT_EQ(findings[0].alerts.size(), 1);
  EXPECT_EQ(findings[0].alerts[0].supersedes_size(), 0)
      << "those under whose threshold 12 is not are to be told of the end";
  EXPECT_EQ(findings[0].settled,
            "The score is 12 of 100 in Freedom in the World 2023.");
}

TEST_F(MembersTest, ACorrectionUpwardsSettlesWhatWasSaid) {
  given.Record(NewTerm("rus-2021", "2021-01-01", "2024-01-01"));
  given.AddScore("rus", 2022, 9);
  given.Said(LowScores("2022-06-01").at(0));
  given.AddScore("rus", 2022, 12);
  ASSERT_EQ(LowScores("2022-06-02").size(), 1);
  EXPECT_EQ(LowScores("2022-06-02")[0].score(), 12);
}

TEST_F(MembersTest, ASuspensionIsFoundWhileItLasts) {
  Term term = NewTerm("rus-2021", "2021-01-01", "2024-01-01");
  Suspend(term, "2022-04-07", "2022-05-07");
  given.Record(term);
  const std::string key = "member-suspended/rus-2021/hrc/2022-04-07";
  EXPECT_EQ(KeysOn("2022-04-06"), Keys{});
  EXPECT_EQ(KeysOn("2022-04-07"), Keys{key});
  EXPECT_EQ(KeysOn("2022-05-06"), Keys{key});
  EXPECT_EQ(KeysOn("2022-05-07"), Keys{});
  EXPECT_EQ(Settled("member-suspended/rus-2021/hrc/", "2022-05-07"),
            "The rights of membership are restored.");
}

TEST_F(MembersTest, AWithdrawalLeavesASeatVacantUntilItIsFilled) {
  Term term = NewTerm("rus-2021", "2021-01-01", "2022-04-07");
  *term.mutable_scheduled_end_date() = api::ToProto(given.Day("2024-01-01"));
  term.set_end_reason(membership::v1::TERM_END_REASON_WITHDRAWN);
  given.Record(term);
  const std::string withdrawn = "member-withdrawn/rus-2021/hrc/2022-04-07";
  const std::string vacant = "seat-vacant/rus-2021/hrc/2022-04-07";
  EXPECT_EQ(KeysOn("2022-04-06"), Keys{withdrawn}) << "announced";
  EXPECT_EQ(KeysOn("2022-04-07"), (Keys{withdrawn, vacant}));

  Term successor = NewTerm("cze-2022", "2022-05-10", "2024-01-01");
  successor.set_fills(term.name());
  given.Record(successor);

  EXPECT_EQ(KeysOn("2022-05-09"), (Keys{withdrawn, vacant}));
  EXPECT_EQ(KeysOn("2022-05-10"), Keys{withdrawn});
  EXPECT_EQ(Settled("seat-vacant/rus-2021/hrc/", "2022-05-10"),
            "The seat is filled by Czechia from 2022-05-10.");
  EXPECT_EQ(KeysOn("2023-12-31"), Keys{withdrawn});
  EXPECT_EQ(KeysOn("2024-01-01"), Keys{});
}

TEST_F(MembersTest, AnOrdinaryEndOfATermIsNoVacancy) {
  given.Record(NewTerm("rus-2021", "2021-01-01", "2024-01-01"));
  EXPECT_EQ(KeysOn("2024-01-01"), Keys{});
  EXPECT_EQ(KeysOn("2023-12-31"), Keys{});
}

}  // namespace
}  // namespace vigil::notifier
