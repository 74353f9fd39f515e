#include "services/alerts/decide_subscriptions.h"

#include <gtest/gtest.h>

#include "services/alerts/checks.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/alerts/history.h"

namespace vigil::alerts {
namespace {

class DecideSubscriptionsTest : public testing::Test {
 protected:
  static v1::CreateSubscriptionRequest ARequest(const std::string& id = "") {
    v1::CreateSubscriptionRequest request;
    request.set_parent("partners/demo");
    request.set_subscription_id(id);
    request.mutable_subscription()->set_display_name("Asia");
    request.mutable_subscription()->add_states("states/chn");
    return request;
  }

  absl::StatusOr<v1::Subscription> Create(
      const v1::CreateSubscriptionRequest& request,
      size_t max_subscriptions = kMaxSubscriptions) {
    auto decided =
        DecideCreate(model_, request, absl::UnixEpoch(), max_subscriptions);
    if (!decided.ok()) return decided.status();
    history_.Write({decided->events[0]});
    return decided->response;
  }

  absl::StatusOr<v1::Subscription> Update(
      const v1::UpdateSubscriptionRequest& request) {
    auto decided = DecideUpdate(model_, request, absl::FromUnixSeconds(5));
    if (!decided.ok()) return decided.status();
    for (const v1::Event& event : decided->events) history_.Write({event});
    return decided->response;
  }

  v1::Subscription Stored(const std::string& id) {
    const auto feed = model_.FindFeed("demo", id);
    return model_.SubscriptionOf(model_.roster().partner(feed->partner),
                                 *feed->slot);
  }

  Model model_;
  History history_{model_};
};

TEST_F(DecideSubscriptionsTest, WhatIsAnsweredIsWhatIsReadLater) {
  v1::CreateSubscriptionRequest request = ARequest("asia");
  request.mutable_subscription()->add_states("states/afg");
  request.mutable_subscription()->add_states("states/chn");
  request.mutable_subscription()->add_lead_days(0);
  const auto created = Create(request);

  ASSERT_TRUE(IsOk(created));
  EXPECT_EQ(created->name(), "partners/demo/subscriptions/asia");
  EXPECT_EQ(created->states_size(), 2);
  EXPECT_EQ(created->SerializeAsString(), Stored("asia").SerializeAsString());
}

TEST_F(DecideSubscriptionsTest, NamesAreChosenWhereNoneIsGiven) {
  EXPECT_EQ(Create(ARequest("s2"))->name(), SubscriptionName("demo", "s2"));
  EXPECT_EQ(Create(ARequest())->name(), SubscriptionName("demo", "s3"));
  EXPECT_TRUE(FailsWith(Create(ARequest("s3")), "RESOURCE_ALREADY_EXISTS"));
}

TEST_F(DecideSubscriptionsTest, AtLeastOneConditionIsNeeded) {
  v1::CreateSubscriptionRequest request = ARequest("a");
  request.mutable_subscription()->clear_states();
  EXPECT_TRUE(FailsWith(Create(request), "CONDITION_REQUIRED"));
  request.mutable_subscription()->set_score_threshold(20);
  EXPECT_TRUE(IsOk(Create(request)));
}

TEST_F(DecideSubscriptionsTest, PartnersHaveALimitedNumber) {
  EXPECT_TRUE(IsOk(Create(ARequest(), 2)));
  EXPECT_TRUE(IsOk(Create(ARequest(), 2)));
  EXPECT_TRUE(FailsWith(Create(ARequest(), 2), "TOO_MANY_SUBSCRIPTIONS"));
}

TEST_F(DecideSubscriptionsTest, LimitsHoldAtTheirEnds) {
  v1::CreateSubscriptionRequest request = ARequest();
  v1::Subscription& subscription = *request.mutable_subscription();
  subscription.set_display_name(std::string(100, 'x'));
  subscription.set_score_threshold(kMaxScoreThreshold);
  subscription.add_lead_days(kMaxLeadDays);
  for (int i = 1; i < kMaxListed; ++i) {
    subscription.add_states(absl::StrCat("states/s", i));
  }
  EXPECT_TRUE(IsOk(Create(request)));
  subscription.add_states("states/more");
  subscription.set_display_name(std::string(101, 'x'));
  subscription.set_score_threshold(kMaxScoreThreshold + 1);
  subscription.set_lead_days(0, -1);
  EXPECT_EQ(FieldViolationsOf(Create(request).status()).size(), 4U);
  subscription.set_score_threshold(0);
  EXPECT_EQ(FieldViolationsOf(Create(request).status()).size(), 4U);
}

TEST_F(DecideSubscriptionsTest, UpdateChangesWhatTheMaskNames) {
  const auto created = Create(ARequest("a"));
  v1::UpdateSubscriptionRequest request;
  request.mutable_subscription()->set_name(created->name());
  request.mutable_subscription()->set_etag(created->etag());
  request.mutable_subscription()->set_display_name("Other");
  request.mutable_update_mask()->add_paths("display_name");
  const auto updated = Update(request);

  ASSERT_TRUE(IsOk(updated));
  EXPECT_EQ(updated->display_name(), "Other");
  EXPECT_EQ(updated->states(0), "states/chn");
  EXPECT_NE(updated->etag(), created->etag());
  EXPECT_EQ(updated->SerializeAsString(), Stored("a").SerializeAsString());
  EXPECT_TRUE(FailsWith(Update(request), "ETAG_MISMATCH"));
}

TEST_F(DecideSubscriptionsTest, UpdateRefusesOtherFieldsAndTheLastCondition) {
  const auto created = Create(ARequest("a"));
  v1::UpdateSubscriptionRequest request;
  request.mutable_subscription()->set_name(created->name());
  request.mutable_update_mask()->add_paths("create_time");
  EXPECT_TRUE(FailsWith(Update(request), "FIELD_MASK_INVALID"));
  request.mutable_update_mask()->set_paths(0, "states");
  EXPECT_TRUE(FailsWith(Update(request), "CONDITION_REQUIRED"));
  request.mutable_subscription()->set_name(SubscriptionName("demo", "b"));
  EXPECT_TRUE(FailsWith(Update(request), "RESOURCE_NOT_FOUND"));
}

TEST_F(DecideSubscriptionsTest, AcknowledgingGoesUpToTheHeadAndNeverBack) {
  Create(ARequest("a")).IgnoreError();
  v1::Alert alert;
  alert.set_key("k");
  alert.add_states("states/chn");
  history_.Raise(alert);
  v1::AcknowledgeAlertsRequest request;
  request.set_parent(SubscriptionName("demo", "a"));
  request.set_sequence(2);
  EXPECT_TRUE(FailsWith(DecideAcknowledge(model_, request, absl::UnixEpoch()),
                        "SEQUENCE_AHEAD"));
  request.set_sequence(1);
  const auto decided = DecideAcknowledge(model_, request, absl::UnixEpoch());
  ASSERT_EQ(decided->events.size(), 1U);
  history_.Write({decided->events[0]});
  request.set_sequence(0);
  const auto again = DecideAcknowledge(model_, request, absl::UnixEpoch());
  EXPECT_EQ(again->events.size(), 0U);
  EXPECT_EQ(again->response.acknowledged_sequence(), 1);
}

}  // namespace
}  // namespace vigil::alerts
