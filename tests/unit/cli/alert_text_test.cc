#include "services/cli/alert_text.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/error_text.h"
#include "services/cli/words.h"

namespace vigil::cli {
namespace {

alerts::v1::FeedItem Item() {
  alerts::v1::FeedItem item;
  item.set_sequence(12);
  item.set_update(alerts::v1::ALERT_UPDATE_RAISED);
  item.mutable_update_time()->set_seconds(1795510897);
  alerts::v1::Alert& alert = *item.mutable_alert();
  alert.set_name("alerts/a0123456789abcdef0123456789abcdef");
  alert.set_kind(alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  alert.set_state(alerts::v1::ALERT_STATE_ACTIVE);
  alert.set_title("China runs, total score 9 in Freedom in the World 2026");
  return item;
}

TEST(AlertTextTest, IsALineForEachItem) {
  EXPECT_EQ(FeedLine(Item(), false),
            "   12  2026-11-24 09:01  a01234567  low-score-candidacy  China "
            "runs, total score 9 in Freedom in the World 2026\n");
}

TEST(AlertTextTest, IsARowForEachItem) {
  alerts::v1::FeedItem item = Item();
  item.mutable_alert()->add_states("states/chn");
  item.mutable_alert()->add_states("states/rus");
  item.mutable_alert()->set_score(9);
  item.mutable_alert()->set_key("low-score-candidacy/chn");

  EXPECT_EQ(FeedTable(item).CsvHeader(),
            "sequence,update,time,kind,title,states,score,resolve_reason,key,"
            "alert\r\n");
  EXPECT_EQ(FeedTable(item).CsvRows(),
            "12,raised,2026-11-24T09:01:37Z,low-score-candidacy,\"China runs, "
            "total score 9 in Freedom in the World 2026\",chn;rus,9,,"
            "low-score-candidacy/chn,"
            "alerts/a0123456789abcdef0123456789abcdef\r\n");
}

TEST(AlertTextTest, SaysWhyItIsResolved) {
  alerts::v1::FeedItem item = Item();
  item.set_update(alerts::v1::ALERT_UPDATE_RESOLVED);
  item.mutable_alert()->set_state(alerts::v1::ALERT_STATE_RESOLVED);
  item.mutable_alert()->set_resolve_reason("withdrawn\non 24 November");

  const std::string line = FeedLine(item, true);

  EXPECT_TRUE(
      absl::StrContains(line, "\x1b[32mresolved low-score-candidacy\x1b[0m"));
  EXPECT_TRUE(absl::EndsWith(line, "2026: withdrawn on 24 November\n"));
}

TEST(AlertTextTest, ShowsFactsWithTheirSources) {
  alerts::v1::ExplainAlertResponse explanation;
  *explanation.mutable_alert() = Item().alert();
  alerts::v1::Fact& fact = *explanation.mutable_alert()->add_facts();
  fact.set_statement("Total score of China");
  fact.set_value("9");
  fact.set_edition("fiw-2026");
  fact.mutable_source()->set_citation("Freedom House");
  fact.mutable_source()->set_confidence(type::v1::CONFIDENCE_SOURCED);

  EXPECT_TRUE(absl::StrContains(
      ExplanationText(explanation, false),
      "Total score of China: 9 (fiw-2026; Freedom House; sourced)\n"));
}

TEST(AlertTextTest, NeedsNoServiceForWholeNames) {
  Session session;
  session.options.data = "/nowhere";
  const std::string name = Item().alert().name();

  EXPECT_EQ(AlertNamed(session, name).value_or(""), name);
  EXPECT_EQ(AlertNamed(session, IdOf(name)).value_or(""), name);
  EXPECT_FALSE(AlertNamed(session, "a0123").ok());
}

alerts::v1::ListAlertsResponse Alerts(int count) {
  alerts::v1::ListAlertsResponse alerts;
  for (int i = 0; i < count; ++i) {
    alerts::v1::Alert& alert = *alerts.add_alerts();
    alert.set_name(absl::StrCat("alerts/a", i, "23456789abcdef"));
    alert.set_key(absl::StrCat("key/", i));
    alert.set_title(absl::StrCat("Title ", i));
  }
  return alerts;
}

TEST(AlertAmongTest, KnowsOneByItsFirstLettersOrItsKey) {
  EXPECT_EQ(AlertAmong(Alerts(3), "a2").value_or(""),
            "alerts/a223456789abcdef");
  EXPECT_EQ(AlertAmong(Alerts(3), "alerts/a1").value_or(""),
            "alerts/a123456789abcdef");
  EXPECT_EQ(AlertAmong(Alerts(3), "key/0").value_or(""),
            "alerts/a023456789abcdef");
}

TEST(AlertAmongTest, NamesThoseThatMayBeMeant) {
  const absl::Status status = AlertAmong(Alerts(2), "a").status();

  EXPECT_EQ(ErrorText(status),
            "2 alerts begin with 'a'; write more of the one you mean:\n"
            "  a02345678  Title 0\n"
            "  a12345678  Title 1");
  EXPECT_EQ(ExitCodeOf(status), 1);
}

TEST(AlertAmongTest, NamesAtMostFive) {
  const std::string five = ErrorText(AlertAmong(Alerts(5), "a").status());
  const std::string six = ErrorText(AlertAmong(Alerts(6), "a").status());

  EXPECT_TRUE(absl::EndsWith(five, "Title 4"));
  EXPECT_TRUE(absl::EndsWith(six, "Title 4\n  …"));
}

TEST(AlertAmongTest, SaysWhereToLookWhereNoneIsMeant) {
  const absl::Status status = AlertAmong(Alerts(2), "b").status();

  EXPECT_EQ(ErrorText(status),
            "no alert is called 'b'; see 'vigil alerts list'");
  EXPECT_EQ(ExitCodeOf(status), 1);
}

}  // namespace
}  // namespace vigil::cli
