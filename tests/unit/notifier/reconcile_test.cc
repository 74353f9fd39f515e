#include "services/notifier/reconcile.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/notifier/facts_builder.h"

namespace vigil::notifier {
namespace {

using alerts::v1::ReconcileAlertsRequest;

Alert WithKey(const std::string& key, const std::string& supersedes = "") {
  Alert alert;
  alert.set_key(key);
  if (!supersedes.empty()) alert.add_supersedes(supersedes);
  return alert;
}

class ReconcileTest : public testing::Test {
 protected:
  std::vector<std::string> Told(const Findings& findings) {
    std::vector<std::string> told;
    for (const ReconcileAlertsRequest& request :
         Reconcile(given.facts, findings)) {
      for (const Alert& alert : request.raises()) {
        told.push_back("raise " + alert.key());
      }
      for (const auto& resolution : request.resolutions()) {
        told.push_back("resolve " + resolution.key() + ": " +
                       resolution.reason());
      }
    }
    return told;
  }

  FactsBuilder given;
};

using Strings = std::vector<std::string>;

TEST_F(ReconcileTest, WhatHoldsAndIsNotActiveIsRaised) {
  given.Said(WithKey("r/a/1"));
  EXPECT_EQ(Told({{{"r/a/", {WithKey("r/a/1"), WithKey("r/a/2")}, ""}}, {"r"}}),
            Strings{"raise r/a/2"});
}

TEST_F(ReconcileTest, WhatIsActiveAndHoldsNoMoreIsResolvedWithTheReason) {
  given.Said(WithKey("r/a/1"));
  EXPECT_EQ(Told({{{"r/a/", {}, "Over."}}, {"r"}}),
            Strings{"resolve r/a/1: Over."});
}

TEST_F(ReconcileTest, WithoutAReasonItStays) {
  given.Said(WithKey("r/a/1"));
  EXPECT_EQ(Told({{{"r/a/", {}, ""}}, {"r"}}), Strings{});
}

TEST_F(ReconcileTest, WhatIsSupersededIsNotResolvedToo) {
  given.Said(WithKey("r/a/1"));
  EXPECT_EQ(Told({{{"r/a/", {WithKey("r/a/2", "r/a/1")}, "Over."}}, {"r"}}),
            Strings{"raise r/a/2"});
}

TEST_F(ReconcileTest, ASubjectThatIsGoneIsResolved) {
  given.Said(WithKey("r/a/1"));
  EXPECT_EQ(
      Told({{}, {"r"}}),
      Strings{"resolve r/a/1: What it was about is not recorded any more."});
}

TEST_F(ReconcileTest, AlertsOfOtherRulesAreLeftAlone) {
  given.Said(WithKey("other/a/1"));
  EXPECT_EQ(Told({{}, {"r"}}), Strings{});
}

TEST_F(ReconcileTest, RequestsAreOfBoundedSize) {
  Finding finding{.subject = "r/a/"};
  for (int i = 0; i < 501; ++i) {
    finding.alerts.push_back(WithKey("r/a/" + std::to_string(i)));
  }
  const auto requests = Reconcile(given.facts, {{finding}, {"r"}});
  ASSERT_EQ(requests.size(), 2);
  EXPECT_EQ(requests[0].raises_size(), 500);
  EXPECT_EQ(requests[1].raises_size(), 1);
}

TEST_F(ReconcileTest, AskingTheRulesAgainAfterTellingTellsNothing) {
  given.AddElection("election-2027", "2027-10-12");
  given.AddScore("chn", 2026, 9);
  given.Record(given.Candidacy("chn", "election-2027", "2026-11-23"));
  const absl::CivilDay today = given.Day("2026-11-23");
  const auto first =
      Reconcile(given.facts, FindInMembership(given.facts, {}, today));
  ASSERT_EQ(first.size(), 1);
  for (const Alert& alert : first[0].raises()) given.Said(alert);

  EXPECT_TRUE(
      Reconcile(given.facts, FindInMembership(given.facts, {}, today)).empty());
}

}  // namespace
}  // namespace vigil::notifier
