#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/mandate_watch/import_plan.h"
#include "services/mandate_watch/import_rows.h"
#include "services/mandate_watch/records.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

constexpr char kSessions[] =
    "body_id,session_number,title,start_date,end_date,confidence,source,note\n"
    "hrc,60,60th,2025-09-08,2025-10-09,sourced,x,\n"
    "hrc,61,61st,2026-02-23,2026-04-01,sourced,x,\n"
    "hrc,62,62nd,,,recalled,x,not known\n";
constexpr char kMandates[] =
    "body_id,mandate_id,title,kind,country,established_year,"
    "founding_resolution,term_years,state,state_date,periodic,note,confidence,"
    "source\n"
    "hrc,sr-iran,Iran,COUNTRY,IRN,2011,HRC 16/9,1,ACTIVE,,yes,,sourced,x\n";
constexpr char kRenewalHeader[] =
    "body_id,mandate_id,resolution,session_number,adoption_date,vote,"
    "until_session,duration_months,offset,rule_note,confidence,source\n";
constexpr char kRenewal[] =
    "hrc,sr-iran,A/HRC/RES/S-39/1,,2026-01-23,25-7-14,64,,end of session 61,"
    "one year,sourced,x\n";

class ImportTest : public testing::Test {
 protected:
  // Plans an import of the tables, and plays it on the model.
  ImportPlan Import(const std::string& sessions, const std::string& mandates,
                    const std::string& renewals) {
    csv::Refusals refusals;
    std::vector<csv::ImportFile> files;
    if (!renewals.empty()) {
      files.push_back({"data/renewals.csv", kRenewalHeader + renewals});
    }
    if (!mandates.empty()) files.push_back({"mandates.csv", mandates});
    if (!sessions.empty()) files.push_back({"sessions.csv", sessions});
    const Rows rows = ReadRows(files, refusals);
    const auto plan = PlanImport(model, rows, refusals);
    EXPECT_TRUE(IsOk(plan));
    for (const v1::Event& event : plan->events) model.Evolve(event);
    return *plan;
  }

  // `file:line:column` of each refusal.
  static std::vector<std::string> Places(const ImportPlan& plan) {
    std::vector<std::string> places;
    for (const auto& error : plan.refusals.errors()) {
      places.push_back(
          absl::StrCat(error.file(), ":", error.line(), ":", error.column()));
    }
    return places;
  }

  Model model;
};

TEST_F(ImportTest, TablesReferToEachOtherInAnyOrder) {
  const ImportPlan plan = Import(kSessions, kMandates, kRenewal);

  EXPECT_EQ(Places(plan), std::vector<std::string>{});
  EXPECT_EQ(plan.tally.row_count, 5);
  EXPECT_EQ(plan.tally.created_count, 5);
  const auto* renewal = model.Find<v1::Renewal>(
      "bodies/hrc/mandates/sr-iran/renewals/a-hrc-res-s-39-1");
  ASSERT_NE(renewal, nullptr);
  EXPECT_EQ(renewal->until_session(), SessionName(kHrc, 64));
  EXPECT_EQ(renewal->start_session(), SessionName(kHrc, 61));
  EXPECT_EQ(model.Find<v1::Mandate>("bodies/hrc/mandates/sr-iran")->country(),
            "states/irn");
}

TEST_F(ImportTest, TheSameTablesAgainChangeNothing) {
  Import(kSessions, kMandates, kRenewal);

  const ImportPlan again = Import(kSessions, kMandates, kRenewal);

  EXPECT_TRUE(again.events.empty());
  EXPECT_EQ(again.tally.unchanged_count, 5);
}

TEST_F(ImportTest, AChangedRowIsAnUpdate) {
  Import(kSessions, "", "");
  std::string changed = kSessions;
  changed.replace(changed.find("2026-04-01"), 10, "2026-04-02");

  const ImportPlan plan = Import(changed, "", "");

  EXPECT_EQ(plan.events.size(), 1);
  EXPECT_EQ(plan.tally.updated_count, 1);
}

TEST_F(ImportTest, BadRowsAreRefusedWithTheirPlace) {
  const ImportPlan plan =
      Import(absl::StrCat(kSessions, "hrc,63,63rd,2026-09-31,,sourced,x,\n",
                          "hrc,61,again,,,sourced,x,\n"),
             absl::StrCat(kMandates,
                          "hrc,x,X,THEMATIC,IRN,,,3,ACTIVE,,yes,,sourced,x\n"),
             "hrc,sr-iran,A/HRC/RES/61/1,61,,,61,,,,sourced,x\n"
             "hrc,sr-iran,A/HRC/RES/61/2,61,,,,,later,,sourced,x\n"
             "hrc,x,A/HRC/RES/61/3,61,,,,,,,sourced,x\n");

  EXPECT_EQ(
      Places(plan),
      (std::vector<std::string>{
          "data/renewals.csv:2:until_session", "data/renewals.csv:3:offset",
          "mandates.csv:3:country", "sessions.csv:5:start_date",
          "sessions.csv:6:", "data/renewals.csv:4:"}));
  EXPECT_EQ(plan.tally.created_count, 4);
  EXPECT_EQ(plan.tally.row_count, 4 + 6) << "each row counts once";
}

TEST_F(ImportTest, RowsBeforeAQuoteThatIsNotClosedAreRead) {
  csv::Refusals refusals;
  const Rows whole = ReadRows({{"sessions.csv", kSessions}}, refusals);
  const Rows rows = ReadRows(
      {{"sessions.csv", absl::StrCat(kSessions, "hrc,\"63,x\n")}}, refusals);

  EXPECT_EQ(rows.sessions.size(), whole.sessions.size());
  EXPECT_EQ(rows.row_count, whole.row_count + 1);
  EXPECT_EQ(refusals.row_count(), 1);
}

TEST_F(ImportTest, OtherFilesAreRefused) {
  csv::Refusals refusals;
  const Rows rows = ReadRows({{"states.csv", "iso3\n"}}, refusals);

  EXPECT_EQ(refusals.row_count(), 1);
  EXPECT_EQ(rows.row_count, 1) << "refused, so it counts";
}

TEST_F(ImportTest, ALapseIsNotTakenBack) {
  Import(kSessions, kMandates, "");
  v1::Mandate lapsed = *model.Find<v1::Mandate>("bodies/hrc/mandates/sr-iran");
  lapsed.set_state(v1::MANDATE_STATE_LAPSED);
  *lapsed.mutable_state_source() = SomeSource();
  model.Evolve(RecordedEvent(lapsed));

  const ImportPlan plan = Import("", kMandates, "");

  EXPECT_TRUE(plan.events.empty());
}

TEST_F(ImportTest, ATermWithoutEndIsNone) {
  Import(kSessions, kMandates,
         "hrc,sr-iran,A/HRC/RES/61/1,61,,,none,,,,sourced,x\n");

  EXPECT_EQ(model
                .AssessedMandate(
                    *model.Find<v1::Mandate>("bodies/hrc/mandates/sr-iran"),
                    {.day = Day("2026-11-23")})
                .renewal_status(),
            v1::RENEWAL_STATUS_OPEN_ENDED);
}

TEST_F(ImportTest, AnImportMakesAtMost5000Changes) {
  Import(kSessions, kMandates, "");
  std::string rows;
  for (int i = 0; i < 5'000; ++i) {
    absl::StrAppend(&rows, "hrc,sr-iran,X/", i, ",61,,,,,,,sourced,x\n");
  }
  csv::Refusals refusals;
  const auto plan_of = [&](const std::string& table) {
    const Rows read =
        ReadRows({{"renewals.csv", kRenewalHeader + table}}, refusals);
    return PlanImport(model, read, refusals).status();
  };

  EXPECT_TRUE(IsOk(plan_of(rows)));
  EXPECT_TRUE(FailsWith(plan_of(rows + kRenewal), "IMPORT_TOO_LARGE"));
}

}  // namespace
}  // namespace vigil::mandate_watch
