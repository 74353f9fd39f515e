#include "services/notifier/outbox.h"

#include <gtest/gtest.h>

namespace vigil::notifier {
namespace {

using alerts::v1::ALERT_OUTCOME_RAISED;
using alerts::v1::ALERT_OUTCOME_UNCHANGED;
using alerts::v1::ALERT_UPDATE_RAISED;
using alerts::v1::ALERT_UPDATE_RESOLVED;

class OutboxTest : public testing::Test {
 protected:
  void PushRaise(const std::string& key) {
    Outbox::Request request;
    request.add_raises()->set_key(key);
    outbox.Push(request);
  }

  void Answer(alerts::v1::AlertOutcome outcome) {
    Outbox::Response response;
    response.add_raise_outcomes(outcome);
    outbox.Answered(response);
  }

  bool IsOurs(const std::string& key, alerts::v1::AlertUpdate update) {
    alerts::v1::AlertUpdated change;
    change.mutable_alert()->set_key(key);
    change.set_update(update);
    return outbox.IsOurs(change);
  }

  Outbox outbox;
};

TEST_F(OutboxTest, WhatWasToldComesBackOnce) {
  PushRaise("k");
  Answer(ALERT_OUTCOME_RAISED);
  EXPECT_TRUE(outbox.empty());
  EXPECT_TRUE(IsOurs("k", ALERT_UPDATE_RAISED));
  EXPECT_FALSE(IsOurs("k", ALERT_UPDATE_RAISED));
}

TEST_F(OutboxTest, WhatChangedNothingDoesNotComeBack) {
  PushRaise("k");
  Answer(ALERT_OUTCOME_UNCHANGED);
  EXPECT_FALSE(IsOurs("k", ALERT_UPDATE_RAISED));
}

TEST_F(OutboxTest, ItMayComeBackBeforeTheAnswer) {
  PushRaise("k");
  EXPECT_TRUE(IsOurs("k", ALERT_UPDATE_RAISED));
  Answer(ALERT_OUTCOME_RAISED);
  EXPECT_FALSE(IsOurs("k", ALERT_UPDATE_RAISED));
}

TEST_F(OutboxTest, ChangesOfOthersAreNotOurs) {
  PushRaise("k");
  Answer(ALERT_OUTCOME_RAISED);
  EXPECT_FALSE(IsOurs("k", ALERT_UPDATE_RESOLVED));
  EXPECT_FALSE(IsOurs("other", ALERT_UPDATE_RAISED));
}

TEST_F(OutboxTest, AfterTheStreamStartsOverNothingComesBack) {
  PushRaise("k");
  Answer(ALERT_OUTCOME_RAISED);
  outbox.ForgetTold();
  EXPECT_FALSE(IsOurs("k", ALERT_UPDATE_RAISED));
}

}  // namespace
}  // namespace vigil::notifier
