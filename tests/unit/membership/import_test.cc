#include "services/membership/import.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/membership/records_builder.h"

namespace vigil::membership {
namespace {

using Summary = Change<type::v1::ImportSummary>;

constexpr char kStates[] =
    "iso3,iso2,m49,name,short_name,regional_group,note,confidence,source\n"
    "CHN,CN,156,China,China,APG,,sourced,M49\n"
    "JPN,JP,392,Japan,Japan,APG,,sourced,M49\n";
constexpr char kBodies[] =
    "body_id,title,regional_group,seats,source,confidence\n"
    "hrc,Council,APG,1,A/RES/60/251,sourced\n"
    "hrc,Council,AFR,1,A/RES/60/251,sourced\n";
constexpr char kTermColumns[] =
    "body_id,iso3,regional_group,start_date,end_date,end_reason,suspensions,"
    "fills,note,confidence,source\n";

class ImportTest : public testing::Test {
 protected:
  absl::StatusOr<Summary> Import(const std::vector<csv::ImportFile>& files,
                                 bool keep_going = false) {
    csv::Refusals refusals;
    const Tables tables = ReadTables(files, refusals);
    type::v1::ImportOptions options;
    options.set_keep_going(keep_going);
    auto change = DecideImport(model_, tables, refusals, options);
    if (!change.ok()) return change;
    for (const v1::Event& event : change->events) {
      EXPECT_TRUE(IsOk(model_.Evolve(event)));
    }
    return change;
  }

  absl::StatusOr<Summary> ImportTerms(const std::string& rows,
                                      bool keep_going = false) {
    return Import({{"terms.csv", kTermColumns + rows},
                   {"bodies.csv", kBodies},
                   {"states.csv", kStates}},
                  keep_going);
  }

  // The only violation, as `field: description`.
  static std::string Fault(const absl::StatusOr<Summary>& change) {
    if (!FailsWith(change, absl::StatusCode::kInvalidArgument,
                   "IMPORT_REFUSED")) {
      return change.status().ToString();
    }
    const auto violations = FieldViolationsOf(change.status());
    if (violations.size() != 1) return change.status().ToString();
    return violations[0].field;
  }

  static std::string Counts(const absl::StatusOr<Summary>& change) {
    if (!change.ok()) return change.status().ToString();
    const type::v1::ImportSummary& counts = change->response;
    return absl::StrCat(counts.row_count(), " rows: ", counts.created_count(),
                        " created, ", counts.updated_count(), " updated, ",
                        counts.unchanged_count(), " unchanged, ",
                        counts.refused_count(), " refused");
  }

  Model model_;
};

TEST_F(ImportTest, TablesMayReferToLaterOnes) {
  const auto change =
      ImportTerms("hrc,CHN,APG,2024-01-01,2027-01-01,EXPIRED,,,,sourced,x\n");
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.created_count(), 5);
  EXPECT_EQ(change->response.row_count(), 5);
  const auto* term = model_.Find<v1::Term>("bodies/hrc/terms/chn-2024");
  ASSERT_NE(term, nullptr);
  EXPECT_EQ(api::DayOf(term->scheduled_end_date()), Day("2027-01-01"));
}

TEST_F(ImportTest, TheSameTablesAgainLeadToNoEvent) {
  const std::string rows =
      "hrc,CHN,APG,2010-01-01,2013-01-01,EXPIRED,"
      "2011-03-01/2011-11-18:A/RES/65/265,,,sourced,x\n";
  ASSERT_TRUE(IsOk(ImportTerms(rows)));
  const auto again = ImportTerms(rows);
  ASSERT_TRUE(IsOk(again));
  EXPECT_TRUE(again->events.empty());
  EXPECT_EQ(again->response.unchanged_count(), again->response.row_count());
}

TEST_F(ImportTest, EveryRowCountsOnceHoweverManyRecordsItIsPartOf) {
  const std::string header =
      "grouping_id,title,iso3,start_date,end_date,confidence,source\n";
  const std::string japan = "g7,G7,JPN,1975-01-01,,sourced,x\n";
  const csv::ImportFile states{"states.csv", kStates};
  EXPECT_EQ(Counts(Import({states, {"groupings.csv", header + japan}})),
            "3 rows: 3 created, 0 updated, 0 unchanged, 0 refused");
  EXPECT_EQ(
      Counts(Import({{"groupings.csv",
                      header + japan + "g7,G7,CHN,1999-01-01,,sourced,x\n"}})),
      "2 rows: 1 created, 0 updated, 1 unchanged, 0 refused");
  EXPECT_EQ(Counts(Import({{"groupings.csv",
                            header + "g7,G8,JPN,1975-01-01,,sourced,x\n"}})),
            "1 rows: 0 created, 1 updated, 0 unchanged, 0 refused")
      << "the title of the grouping";
  EXPECT_EQ(Counts(Import(
                {{"groupings.csv", header + japan + japan +
                                       "g7,G7,XXX,1999-01-01,,sourced,x\n"
                                       "g7,G8,CHN,1999-01-01,,sourced,x\n"}},
                true)),
            "4 rows: 0 created, 1 updated, 0 unchanged, 3 refused");
}

TEST_F(ImportTest, ARowCountsAsTheRecordThatItIsMergedInto) {
  const std::string other =
      "un,Assembly,APG,1,A/RES/60/251,sourced\n"
      "un,Assembly,AFR,1,A/RES/60/251,sourced\n";
  const std::string twice =
      "xx,Twice,APG,1,A/RES/60/251,sourced\n"
      "xx,Twice,APG,1,A/RES/60/251,sourced\n";
  EXPECT_EQ(Counts(Import({{"bodies.csv", kBodies}})),
            "2 rows: 2 created, 0 updated, 0 unchanged, 0 refused");
  EXPECT_EQ(Counts(Import({{"bodies.csv", absl::StrCat(kBodies, other, twice)}},
                          true)),
            "6 rows: 2 created, 0 updated, 2 unchanged, 2 refused");
}

TEST_F(ImportTest, ATableThatCannotBeReadCountsAsRefused) {
  EXPECT_EQ(Counts(Import({{"terms.csv", "no_column\n1\n"},
                           {"other.csv", "x\n"},
                           {"bodies.csv", "a\"b\n"}},
                          true)),
            "3 rows: 0 created, 0 updated, 0 unchanged, 3 refused");
}

TEST_F(ImportTest, RowsBeforeAQuoteThatIsNotClosedAreRecorded) {
  const std::string open = absl::StrCat(kBodies, "xx,\"X,APG,1,x,sourced\n\n");
  EXPECT_EQ(Counts(Import({{"bodies.csv", open}}, true)),
            "3 rows: 2 created, 0 updated, 0 unchanged, 1 refused");
  EXPECT_FALSE(IsOk(Import({{"bodies.csv", open}})));
}

TEST_F(ImportTest, AScoreOutOfRangeIsToldTheRange) {
  const auto change = Import({{"states.csv", kStates},
                              {"freedom_scores.csv",
                               "iso3,edition,total,political_rights,"
                               "civil_liberties,status,publish_date,"
                               "confidence,source\n"
                               "CHN,1972,-11,41,9999999999,NF,,sourced,x\n"}});

  std::vector<std::string> reasons;
  for (const FieldViolation& violation : FieldViolationsOf(change.status())) {
    reasons.push_back(violation.description);
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{
                         "\"1972\" is not an integer of 1973 to 2200",
                         "\"-11\" is not an integer of -10 to 100",
                         "\"41\" is not an integer of -10 to 40",
                         "\"9999999999\" is not an integer of 0 to 60"}));
}

TEST_F(ImportTest, SuspensionsAreRead) {
  ASSERT_TRUE(IsOk(ImportTerms(
      "hrc,CHN,APG,2010-01-01,2013-01-01,EXPIRED,"
      "2011-03-01/2011-11-18:A/RES/65/265;2012-01-01/:B,,,sourced,x\n")));
  const auto* term = model_.Find<v1::Term>("bodies/hrc/terms/chn-2010");
  ASSERT_EQ(term->suspensions_size(), 2);
  EXPECT_EQ(term->suspensions(0).source().citation(), "A/RES/65/265");
  EXPECT_EQ(api::DayOf(term->suspensions(0).end_date()), Day("2011-11-18"));
  EXPECT_FALSE(term->suspensions(1).has_end_date());
}

TEST_F(ImportTest, ABadCellIsNamedByLineAndColumn) {
  EXPECT_EQ(Fault(ImportTerms(
                "hrc,CHN,APG,2024-01-01,2027-01-01,EXPIRED,,,,sourced,x\n"
                "hrc,JPN,APG,2027-02-30,2028-01-01,EXPIRED,,,,sourced,x\n")),
            "terms.csv:3:start_date");
  EXPECT_EQ(Fault(ImportTerms("hrc,CHN,APG,2024-01-01,2023-01-01,,,,,"
                              "sourced,x\n")),
            "terms.csv:2:end_date");
  EXPECT_EQ(Fault(ImportTerms("hrc,CHN,APG,2024-01-01,2027-01-01,EXPIRED,"
                              "2025,,,sourced,x\n")),
            "terms.csv:2:suspensions");
  EXPECT_EQ(model_.records<v1::State>().size(), 0) << "nothing is recorded";
}

TEST_F(ImportTest, ABrokenRuleIsNamedByLineAndColumn) {
  EXPECT_EQ(
      Fault(ImportTerms("hrc,USA,APG,2024-01-01,2027-01-01,,,,,sourced,x\n")),
      "terms.csv:2:iso3");
  EXPECT_EQ(
      Fault(ImportTerms("hrc,CHN,AFR,2024-01-01,2027-01-01,,,,,sourced,x\n")),
      "terms.csv:2:regional_group");
  EXPECT_EQ(
      Fault(ImportTerms("un,CHN,APG,2024-01-01,2027-01-01,,,,,sourced,x\n")),
      "terms.csv:2:body_id");
}

TEST_F(ImportTest, KeepGoingLeavesOutWhatIsWrong) {
  const auto change = ImportTerms(
      "hrc,CHN,APG,2024-01-01,2027-01-01,,,,,sourced,x\n"
      "hrc,JPN,APG,2025-01-01,2027-01-01,,,,,sourced,x\n",
      true);
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.refused_count(), 1) << "one seat, one term";
  EXPECT_EQ(model_.records<v1::Term>().size(), 1);
  ASSERT_EQ(change->response.errors_size(), 1);
  EXPECT_EQ(change->response.errors(0).file(), "terms.csv");
}

TEST_F(ImportTest, KeepGoingLeavesOutWhatNeedsWhatIsWrong) {
  const auto change = Import(
      {{"states.csv", kStates},
       {"bodies.csv", kBodies},
       {"terms.csv",
        absl::StrCat(kTermColumns,
                     "hrc,CHN,AFR,2024-01-01,2025-01-01,,,,,sourced,x\n"
                     "hrc,JPN,APG,2025-01-01,2027-01-01,,,chn-2024,,sourced,x"
                     "\n")}},
      true);
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.refused_count(), 2);
  EXPECT_EQ(model_.records<v1::Term>().size(), 0);
}

TEST_F(ImportTest, TwoTermsMayBeCorrectedTogether) {
  ASSERT_TRUE(
      IsOk(ImportTerms("hrc,CHN,APG,2024-01-01,2025-01-01,,,,,sourced,x\n"
                       "hrc,JPN,APG,2025-01-01,2027-01-01,,,,,sourced,x\n")));
  const auto change = ImportTerms(
      "hrc,CHN,APG,2024-01-01,2025-06-01,,,,,sourced,x\n"
      "hrc,JPN,APG,2025-06-01,2027-01-01,,,,,sourced,x\n");
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.updated_count(), 2);
}

TEST_F(ImportTest, TheSecondTermOfAYearBearsTheMonth) {
  ASSERT_TRUE(
      IsOk(ImportTerms("hrc,CHN,APG,2024-05-10,2025-06-01,,,,,sourced,x\n"
                       "hrc,CHN,APG,2024-01-01,2024-05-01,,,,,sourced,x\n")));
  EXPECT_NE(model_.Find<v1::Term>("bodies/hrc/terms/chn-2024"), nullptr);
  EXPECT_NE(model_.Find<v1::Term>("bodies/hrc/terms/chn-2024-05"), nullptr);
}

TEST_F(ImportTest, ARowThatIsThereTwiceIsRefused) {
  EXPECT_EQ(Fault(Import({{"states.csv",
                           absl::StrCat(kStates,
                                        "CHN,CN,156,China,China,APG,,sourced,"
                                        "M49\n")}})),
            "states.csv:4");
}

TEST_F(ImportTest, RowsOfOneRecordMustAgree) {
  EXPECT_EQ(
      Fault(Import({{"bodies.csv",
                     absl::StrCat(kBodies, "hrc,Other,EEG,1,x,sourced\n")}})),
      "bodies.csv:4:title");
}

TEST_F(ImportTest, AnUnknownTableIsRefused) {
  EXPECT_EQ(Fault(Import({{"sessions.csv", "a\n1\n"}})), "sessions.csv:1");
}

TEST_F(ImportTest, WhatTheTableDoesNotSayStays) {
  const std::string columns =
      "election_id,body_id,iso3,announce_date,state,votes,note,confidence,"
      "source\n";
  model_ = SmallModel();
  v1::Candidacy candidacy = Candidacy("chn");
  candidacy.set_candidacy_state(v1::CANDIDACY_STATE_WITHDRAWN);
  *candidacy.mutable_withdraw_date() = Date("2026-11-20");
  model_.Put(candidacy);

  ASSERT_TRUE(IsOk(Import(
      {{"candidacies.csv",
        columns +
            "election-2027,hrc,CHN,2026-11-02,WITHDRAWN,,,sourced,x\n"}})));

  const auto* present = model_.Find<v1::Candidacy>(candidacy.name());
  EXPECT_EQ(api::DayOf(present->announce_date()), Day("2026-11-02"));
  EXPECT_EQ(api::DayOf(present->withdraw_date()), Day("2026-11-20"));
}

TEST_F(ImportTest, TooManyChangesAreRefusedAsAWhole) {
  model_ = SmallModel();
  const auto table = [](int rows) {
    std::string text =
        "grouping_id,title,iso3,start_date,end_date,confidence,source\n";
    for (int i = 0; i < rows; ++i) {
      absl::StrAppend(&text, "g", i / 200, ",T,CHN,", 2000 + i % 200,
                      "-01-01,,sourced,x\n");
    }
    return text;
  };
  // 50 groupings and 9,950 claims are 10,000 records.
  const auto fits = Import({{"groupings.csv", table(9'950)}});
  ASSERT_TRUE(IsOk(fits));
  EXPECT_EQ(fits->events.size(), kMaxImportChanges);
  model_ = SmallModel();
  EXPECT_TRUE(FailsWith(Import({{"groupings.csv", table(9'951)}}),
                        absl::StatusCode::kResourceExhausted,
                        "IMPORT_TOO_LARGE"));
}

}  // namespace
}  // namespace vigil::membership
