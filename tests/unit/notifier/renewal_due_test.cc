#include "services/notifier/rules/renewal_due.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/notifier/facts_builder.h"

namespace vigil::notifier {
namespace {

using mandate_watch::v1::Mandate;

constexpr char kMandate[] = "bodies/hrc/mandates/sr-belarus";

class RenewalDueTest : public testing::Test {
 protected:
  // The mandate is due at the session, which opens on `opening` and lasts 40
  // days.
  void Due(absl::string_view opening, const std::string& session = "hrc-64",
           mandate_watch::v1::RenewalStatus status =
               mandate_watch::v1::RENEWAL_STATUS_DUE) {
    Mandate mandate;
    mandate.set_name(kMandate);
    mandate.set_display_name("Special Rapporteur on Belarus");
    mandate.set_country("states/blr");
    mandate.set_state(mandate_watch::v1::MANDATE_STATE_ACTIVE);
    mandate.set_renewal_status(status);
    auto& due = *mandate.mutable_due();
    due.set_session("bodies/hrc/sessions/" + session);
    *due.mutable_start_date() = api::ToProto(given.Day(opening));
    *due.mutable_end_date() = api::ToProto(given.Day(opening) + 40);
    due.set_date_status(mandate_watch::v1::DATE_STATUS_TENTATIVE);
    given.Record(mandate);
  }

  Finding Find(absl::string_view today, RuleOptions options = {}) {
    return FindRenewalsDue(given.facts, options, given.Day(today)).at(0);
  }

  // What is to be raised on a day, by the end of its key; "" for nothing new.
  std::string Raised(absl::string_view today) {
    const Finding finding = Find(today);
    const std::string start = "mandate-renewal-due/sr-belarus/";
    for (const Alert& alert : finding.alerts) {
      bool said = false;
      for (const Alert* active : given.facts.ActiveAlerts(alert.key())) {
        said = said || active->key() == alert.key();
      }
      if (!said) return alert.key().substr(start.size());
    }
    return "";
  }

  // Raises it, and says which it was.
  std::string Raise(absl::string_view today) {
    const std::string raised = Raised(today);
    if (!raised.empty()) given.Said(Find(today).alerts.back());
    return raised;
  }

  FactsBuilder given;
};

TEST_F(RenewalDueTest, OnFirstSightOnlyTheNearestPassedThresholdFires) {
  struct Case {
    const char* today;
    const char* raised;
  };
  for (const Case& c : {Case{"2026-08-25", ""},              // 181 days before
                        Case{"2026-08-26", "hrc-64/180d"},   // 180
                        Case{"2026-11-23", "hrc-64/180d"},   // 91
                        Case{"2026-11-24", "hrc-64/90d"},    // 90
                        Case{"2027-01-22", "hrc-64/90d"},    // 31
                        Case{"2027-01-23", "hrc-64/30d"},    // 30
                        Case{"2027-02-08", "hrc-64/14d"},    // 14
                        Case{"2027-02-15", "hrc-64/7d"},     // 7
                        Case{"2027-02-22", "hrc-64/7d"},     // opens
                        Case{"2027-03-10", "hrc-64/7d"}}) {  // under way
    Due("2027-02-22");
    EXPECT_EQ(Raised(c.today), c.raised) << c.today;
  }
}

TEST_F(RenewalDueTest, EachThresholdFiresOnceAndSupersedesTheOneBefore) {
  Due("2027-02-22");
  std::vector<std::string> raised;
  for (absl::CivilDay day(2026, 8, 1); day < absl::CivilDay(2027, 3, 1);
       ++day) {
    if (std::string key = Raise(FormatDate(day)); !key.empty()) {
      raised.push_back(key);
      EXPECT_EQ(given.facts.ActiveAlerts("").size(), 1);
    }
  }
  EXPECT_EQ(raised,
            (std::vector<std::string>{"hrc-64/180d", "hrc-64/90d", "hrc-64/30d",
                                      "hrc-64/14d", "hrc-64/7d"}));
}

TEST_F(RenewalDueTest, AnAlertSaysWhatItIsAbout) {
  given.AddState("blr", "Belarus", type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN);
  Due("2027-02-22");

  const Alert alert = Find("2026-11-23").alerts.at(0);

  EXPECT_EQ(alert.title(),
            "Special Rapporteur on Belarus: up for renewal at HRC64, which "
            "opens on 2027-02-22 (estimated), in 91 days");
  EXPECT_EQ(alert.lead_days(), 180);
  EXPECT_EQ(alert.states(0), "states/blr");
  EXPECT_EQ(alert.regional_groups(0),
            type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN);
  EXPECT_EQ(alert.mandates(0), kMandate);
  EXPECT_EQ(alert.bodies(0), "bodies/hrc");
  EXPECT_EQ(alert.session(), "bodies/hrc/sessions/hrc-64");
}

TEST_F(RenewalDueTest, AMovedDateSaysRescheduledOnce) {
  Due("2027-02-22");
  Raise("2027-01-23");  // 30d

  Due("2027-03-22");

  EXPECT_EQ(Raise("2027-01-24"), "hrc-64/2027-03-22/rescheduled");
  EXPECT_EQ(Raise("2027-01-25"), "");
  EXPECT_EQ(given.facts.ActiveAlerts("").size(), 1);
}

TEST_F(RenewalDueTest, AfterAMoveTheThresholdsCountFromTheNewDate) {
  Due("2027-02-22");
  Raise("2027-01-23");  // 30d
  Due("2027-03-22");
  Raise("2027-01-24");  // rescheduled, 57 days before

  EXPECT_EQ(Raise("2027-02-19"), "");  // 31 days before
  EXPECT_EQ(Raise("2027-02-20"), "hrc-64/2027-03-22/30d");
  EXPECT_EQ(Raise("2027-03-08"), "hrc-64/2027-03-22/14d");
}

TEST_F(RenewalDueTest, ASecondMoveSaysSoAgain) {
  Due("2027-02-22");
  Raise("2027-01-23");
  Due("2027-03-22");
  Raise("2027-01-24");
  Due("2027-03-01");
  EXPECT_EQ(Raise("2027-01-25"), "hrc-64/2027-03-01/rescheduled");
}

TEST_F(RenewalDueTest, AClosedSessionWithoutARenewalIsOutcomeUnknownOnce) {
  Due("2027-02-22");
  Raise("2027-02-22");  // 7d

  EXPECT_EQ(Raise("2027-04-02"), "") << "the last day";
  EXPECT_EQ(Raise("2027-04-03"), "hrc-64/outcome-unknown");
  EXPECT_EQ(Raise("2027-06-10"), "");
  EXPECT_EQ(given.facts.ActiveAlerts("").size(), 1);
}

TEST_F(RenewalDueTest, ARecordedRenewalSettlesWhateverWasSaid) {
  Due("2027-02-22");
  Raise("2027-04-10");
  mandate_watch::v1::Event event;
  event.mutable_renewal_recorded()->set_name(
      "bodies/hrc/mandates/sr-belarus/renewals/hrc-64-9");
  event.mutable_renewal_recorded()->set_resolution("A/HRC/RES/64/9");
  given.facts.Apply(event);

  Mandate mandate = given.facts.mandates().at(kMandate);
  mandate.set_renewal_status(mandate_watch::v1::RENEWAL_STATUS_NOT_DUE);
  mandate.mutable_due()->set_session("bodies/hrc/sessions/hrc-67");
  mandate.mutable_due()->set_renewal(event.renewal_recorded().name());
  *mandate.mutable_due()->mutable_start_date() =
      api::ToProto(given.Day("2028-02-28"));
  *mandate.mutable_due()->mutable_end_date() =
      api::ToProto(given.Day("2028-04-07"));
  given.Record(mandate);

  const Finding finding = Find("2027-04-11");
  EXPECT_TRUE(finding.alerts.empty());
  EXPECT_EQ(finding.settled, "Renewed by A/HRC/RES/64/9; it is due at hrc-67.");
}

TEST_F(RenewalDueTest, ARecordedLapseSettlesIt) {
  Due("2027-02-22");
  Raise("2027-04-10");
  Mandate mandate = given.facts.mandates().at(kMandate);
  mandate.set_state(mandate_watch::v1::MANDATE_STATE_LAPSED);
  mandate.set_renewal_status(mandate_watch::v1::RENEWAL_STATUS_LAPSED);
  given.Record(mandate);
  EXPECT_EQ(Find("2027-04-11").settled, "The mandate is recorded as lapsed.");
}

TEST_F(RenewalDueTest, AMandateThatNeedsReviewIsLeftAlone) {
  Due("2027-02-22");
  Raise("2027-01-23");
  Due("2027-02-22", "hrc-64", mandate_watch::v1::RENEWAL_STATUS_NEEDS_REVIEW);
  const Finding finding = Find("2027-01-24");
  EXPECT_TRUE(finding.alerts.empty());
  EXPECT_EQ(finding.settled, "");
}

TEST_F(RenewalDueTest, TheThresholdsAreConfigurable) {
  Due("2027-02-22");
  const RuleOptions options{.lead_days = {60, 1}};
  EXPECT_TRUE(Find("2026-12-23", options).alerts.empty());  // 61 days
  EXPECT_EQ(Find("2026-12-24", options).alerts.at(0).lead_days(), 60);
  EXPECT_EQ(Find("2027-02-21", options).alerts.at(0).lead_days(), 1);
}

}  // namespace
}  // namespace vigil::notifier
