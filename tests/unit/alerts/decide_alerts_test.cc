#include "services/alerts/decide_alerts.h"

#include <gtest/gtest.h>

#include "services/alerts/checks.h"
#include "tests/support/status_matchers.h"

namespace vigil::alerts {
namespace {

v1::Alert AnAlert(const std::string& key, int64_t revision = 0) {
  v1::Alert alert;
  alert.set_key(key);
  alert.set_kind(v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  alert.set_title("China (9 in FIW 2023) runs for the Council");
  alert.add_states("states/chn");
  alert.mutable_rule()->set_id("low-score-candidacy");
  alert.mutable_rule()->set_version(1);
  if (revision > 0) {
    v1::Derivation& derivation = *alert.add_derivations();
    derivation.set_service("membership");
    derivation.set_revision(revision);
  }
  return alert;
}

v1::AlertResolution Resolution(const std::string& key, int64_t revision = 0) {
  v1::AlertResolution resolution;
  resolution.set_key(key);
  resolution.set_reason("withdrawn");
  if (revision > 0) {
    v1::Derivation& derivation = *resolution.add_derivations();
    derivation.set_service("membership");
    derivation.set_revision(revision);
  }
  return resolution;
}

class DecideAlertsTest : public testing::Test {
 protected:
  v1::AlertOutcome Raise(v1::Alert alert) {
    v1::RaiseAlertRequest request;
    *request.mutable_alert() = std::move(alert);
    auto decided = DecideRaise(model_, request, Now());
    EXPECT_TRUE(IsOk(decided));
    if (!decided.ok()) return v1::ALERT_OUTCOME_UNSPECIFIED;
    Apply(decided->events);
    return decided->response.outcome();
  }
  v1::AlertOutcome Resolve(const v1::AlertResolution& resolution) {
    v1::ResolveAlertRequest request;
    *request.mutable_resolution() = resolution;
    auto decided = DecideResolve(model_, request, Now());
    EXPECT_TRUE(IsOk(decided));
    if (!decided.ok()) return v1::ALERT_OUTCOME_UNSPECIFIED;
    Apply(decided->events);
    return decided->response.outcome();
  }
  absl::Status Refusal(const v1::Alert& alert) {
    v1::RaiseAlertRequest request;
    *request.mutable_alert() = alert;
    return DecideRaise(model_, request, Now()).status();
  }
  void Apply(const std::vector<v1::Event>& events) {
    written_ += static_cast<int>(events.size());
    if (events.empty()) return;
    ledger::Entry entry;
    for (const v1::Event& event : events) {
      entry.add_events(event.SerializeAsString());
    }
    ASSERT_TRUE(IsOk(model_.Apply(entry, ++revision_)));
  }
  void Subscribe(const std::string& id, v1::Subscription subscription) {
    subscription.set_name("partners/p/subscriptions/" + id);
    subscription.mutable_create_time()->set_seconds(absl::ToUnixSeconds(Now()));
    v1::Event event;
    *event.mutable_subscription_created()->mutable_subscription() =
        std::move(subscription);
    Apply({event});
  }
  // Supersedes `a/fiw-2027/17`.
  void CorrectTo3() {
    v1::Alert right = AnAlert("a/fiw-2027/3");
    right.set_score(3);
    right.set_previous_score(17);
    right.add_supersedes("a/fiw-2027/17");
    Raise(right);
  }
  int64_t HeadOf(const std::string& id) {
    return model_.HeadOf(*model_.FindFeed("p", id));
  }
  absl::Time Now() const { return absl::FromUnixSeconds(1000 + revision_); }
  v1::AlertState StateOf(const std::string& key) {
    return model_.log().FindByKey(key)->alert->state();
  }

  Model model_;
  int64_t revision_ = 0;
  int written_ = 0;
};

TEST_F(DecideAlertsTest, RaisingIsIdempotentByKey) {
  EXPECT_EQ(Raise(AnAlert("a")), v1::ALERT_OUTCOME_RAISED);
  v1::Alert changed = AnAlert("a");
  changed.set_title("Other words");
  EXPECT_EQ(Raise(changed), v1::ALERT_OUTCOME_UNCHANGED);
  EXPECT_EQ(written_, 1);
  EXPECT_EQ(model_.log().FindByKey("a")->alert->title(), AnAlert("a").title());
}

TEST_F(DecideAlertsTest, ResolvedAlertIsRaisedAgainOnlyByNewerFacts) {
  Raise(AnAlert("a", 10));
  EXPECT_EQ(Resolve(Resolution("a", 9)), v1::ALERT_OUTCOME_STALE);
  EXPECT_EQ(Resolve(Resolution("a", 10)), v1::ALERT_OUTCOME_RESOLVED);
  EXPECT_EQ(Resolve(Resolution("a", 11)), v1::ALERT_OUTCOME_UNCHANGED);
  EXPECT_EQ(Raise(AnAlert("a", 9)), v1::ALERT_OUTCOME_STALE);
  EXPECT_EQ(Raise(AnAlert("a", 10)), v1::ALERT_OUTCOME_STALE);
  EXPECT_EQ(Raise(AnAlert("a", 11)), v1::ALERT_OUTCOME_RAISED);
  EXPECT_EQ(StateOf("a"), v1::ALERT_STATE_ACTIVE);
  EXPECT_EQ(model_.log().FindByKey("a")->alert->resolve_reason(), "");
}

TEST_F(DecideAlertsTest, ResolvingWhatIsNotThereSaysSo) {
  EXPECT_EQ(Resolve(Resolution("a")), v1::ALERT_OUTCOME_NOT_FOUND);
  EXPECT_EQ(written_, 0);
}

TEST_F(DecideAlertsTest, RaisedAlertSupersedesOthersInTheSameEntry) {
  Raise(AnAlert("a/180d"));
  v1::Alert next = AnAlert("a/90d");
  next.add_supersedes("a/180d");
  next.add_supersedes("a/unknown");
  EXPECT_EQ(Raise(next), v1::ALERT_OUTCOME_RAISED);
  EXPECT_EQ(StateOf("a/180d"), v1::ALERT_STATE_SUPERSEDED);
  EXPECT_EQ(model_.log().FindByKey("a/180d")->alert->superseded_by(), "a/90d");
  EXPECT_EQ(revision_, 2);
}

TEST_F(DecideAlertsTest, PredecessorsAreKnownThroughTheWholeRow) {
  for (const int days : {180, 90, 30}) {
    v1::Alert alert = AnAlert(absl::StrCat("a/", days, "d"));
    alert.set_lead_days(days);
    if (days < 180) alert.add_supersedes(days == 90 ? "a/180d" : "a/90d");
    alert.add_predecessors()->set_key("what callers say does not count");
    Raise(alert);
  }
  const v1::Alert& last = *model_.log().FindByKey("a/30d")->alert;
  ASSERT_EQ(last.predecessors_size(), 2);
  EXPECT_EQ(last.predecessors(0).key(), "a/180d");
  EXPECT_EQ(last.predecessors(0).lead_days(), 180);
  EXPECT_EQ(last.predecessors(1).key(), "a/90d");
  EXPECT_EQ(last.predecessors(1).kind(), last.kind());
}

TEST_F(DecideAlertsTest, OfManyPredecessorsTheLatestAreKept) {
  for (int i = 0; i < kMaxPredecessors + 3; ++i) {
    v1::Alert alert = AnAlert(absl::StrCat("k", i));
    if (i > 0) alert.add_supersedes(absl::StrCat("k", i - 1));
    Raise(alert);
  }
  const v1::Alert& last =
      *model_.log().FindByKey(absl::StrCat("k", kMaxPredecessors + 2))->alert;
  ASSERT_EQ(last.predecessors_size(), kMaxPredecessors);
  EXPECT_EQ(last.predecessors(0).key(), "k2");
}

TEST_F(DecideAlertsTest, WhoWasToldOfAnEarlierNoticeOnlyIsToldOfTheEnd) {
  v1::Subscription subscription;
  subscription.add_lead_days(180);
  Subscribe("s", subscription);
  v1::Alert first = AnAlert("a/180d");
  first.set_lead_days(180);
  Raise(first);
  v1::Alert next = AnAlert("a/90d");
  next.set_lead_days(90);
  next.add_supersedes("a/180d");
  Raise(next);
  Subscribe("late", subscription);
  EXPECT_EQ(HeadOf("s"), 1);

  Resolve(Resolution("a/90d"));

  EXPECT_EQ(HeadOf("s"), 2);
  EXPECT_EQ(HeadOf("late"), 0) << "it was told of no beginning";
}

TEST_F(DecideAlertsTest, CorrectedScoreIsToldToNewcomersAndItsEndToAll) {
  struct Case {
    const char* id;
    int threshold;
    int told;  // Before the end.
  };
  const auto subscribe = [&](const char* id, int threshold) {
    v1::Subscription subscription;
    subscription.add_states("states/chn");
    subscription.set_score_threshold(threshold);
    Subscribe(id, subscription);
  };
  for (const int threshold : {3, 10, 17, 40}) {
    subscribe(absl::StrCat("s", threshold).c_str(), threshold);
  }
  v1::Alert wrong = AnAlert("a/fiw-2027/17");
  wrong.set_score(17);
  Raise(wrong);
  CorrectTo3();
  subscribe("late3", 3);
  subscribe("late40", 40);
  const std::vector<Case> cases = {{"s3", 3, 0},    {"s10", 10, 1},
                                   {"s17", 17, 1},  {"s40", 40, 1},
                                   {"late3", 3, 0}, {"late40", 40, 1}};
  for (const Case& c : cases) EXPECT_EQ(HeadOf(c.id), c.told) << c.id;

  Resolve(Resolution("a/fiw-2027/3"));

  for (const Case& c : cases) EXPECT_EQ(HeadOf(c.id), 2 * c.told) << c.id;
}

TEST_F(DecideAlertsTest, RowThatBeganWithAFallIsNoNewsToWhoWasUnderBefore) {
  v1::Subscription subscription;
  subscription.add_states("states/chn");
  subscription.set_score_threshold(40);
  Subscribe("s", subscription);
  v1::Alert wrong = AnAlert("a/fiw-2027/17");
  wrong.set_score(17);
  wrong.set_previous_score(18);
  Raise(wrong);
  CorrectTo3();
  Subscribe("late", subscription);
  Resolve(Resolution("a/fiw-2027/3"));
  EXPECT_EQ(HeadOf("s"), 0) << "the edition before said 18 already";
  EXPECT_EQ(HeadOf("late"), 0);
}

TEST_F(DecideAlertsTest, ReconcilingDoesAllOrNothing) {
  v1::ReconcileAlertsRequest request;
  *request.add_raises() = AnAlert("a");
  *request.add_raises() = AnAlert("b");
  *request.add_resolutions() = Resolution("c");
  const auto decided = DecideReconcile(model_, request, Now());
  ASSERT_TRUE(IsOk(decided));
  EXPECT_EQ(decided->events.size(), 2U);
  EXPECT_EQ(decided->response.resolution_outcomes(0),
            v1::ALERT_OUTCOME_NOT_FOUND);
  EXPECT_TRUE(FailsWith(DecideReconcile(model_, request, Now(), 1),
                        "TOO_MANY_ACTIVE_ALERTS"));
  EXPECT_TRUE(IsOk(DecideReconcile(model_, request, Now(), 2)));
  *request.add_resolutions() = Resolution("a");
  EXPECT_TRUE(
      FailsWith(DecideReconcile(model_, request, Now()), "INVALID_FIELD"));
}

TEST_F(DecideAlertsTest, ReconcilesOneToFiveHundred) {
  v1::ReconcileAlertsRequest request;
  EXPECT_TRUE(
      FailsWith(DecideReconcile(model_, request, Now()), "INVALID_FIELD"));
  for (int i = 0; i < kMaxReconciled; ++i) {
    *request.add_raises() = AnAlert(absl::StrCat("k", i));
  }
  EXPECT_TRUE(IsOk(DecideReconcile(model_, request, Now())));
  *request.add_raises() = AnAlert("one-more");
  EXPECT_TRUE(
      FailsWith(DecideReconcile(model_, request, Now()), "INVALID_FIELD"));
}

TEST_F(DecideAlertsTest, EverythingThatIsWrongIsNamedAtOnce) {
  v1::Alert alert = AnAlert("Not A Key");
  alert.set_title(std::string(301, 'x'));
  alert.set_score(101);
  alert.add_states("chn");
  alert.add_facts();
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(Refusal(alert))) {
    fields.push_back(violation.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"alert.key", "alert.title",
                                              "alert.states[1]", "alert.score",
                                              "alert.facts[0].statement"}));
}

TEST_F(DecideAlertsTest, LimitsHoldAtTheirEnds) {
  v1::Alert alert = AnAlert(std::string(kMaxKeyLength, 'k'));
  alert.set_title(std::string(300, 'x'));
  alert.set_body(std::string(4000, 'x'));
  alert.mutable_body()->at(9) = '\n';
  alert.set_score(-10);
  alert.set_previous_score(100);
  alert.set_lead_days(kMaxLeadDays);
  for (int i = 0; i < kMaxBodies; ++i) {
    alert.add_bodies(absl::StrCat("bodies/b", i));
  }
  EXPECT_TRUE(IsOk(Refusal(alert)));
  v1::Alert over = alert;
  over.set_key(over.key() + "k");
  EXPECT_TRUE(FailsWith(Refusal(over), "INVALID_FIELD"));
  over = alert;
  over.set_body(over.body() + "x");
  EXPECT_TRUE(FailsWith(Refusal(over), "INVALID_FIELD"));
  over = alert;
  over.set_score(-11);
  EXPECT_TRUE(FailsWith(Refusal(over), "INVALID_FIELD"));
  over = alert;
  over.set_lead_days(kMaxLeadDays + 1);
  EXPECT_TRUE(FailsWith(Refusal(over), "INVALID_FIELD"));
  over = alert;
  over.add_bodies("bodies/more");
  EXPECT_TRUE(FailsWith(Refusal(over), "INVALID_FIELD"));
}

}  // namespace
}  // namespace vigil::alerts
