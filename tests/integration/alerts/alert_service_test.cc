#include "services/alerts/alert_service.h"

#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/in_process.h"
#include "tests/support/memory_store.h"
#include "tests/support/replica.h"
#include "tests/support/status_matchers.h"
#include "vigil/alerts/v1/subscription_requests.pb.h"

namespace vigil::alerts {
namespace {

using Responses = std::vector<v1::StreamAlertsResponse>;

class AlertServiceTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(ledger::StartServing(replica_)); }
  void TearDown() override {
    replica_.core().Stop();
    ledger_.Stop();
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const std::string& caller,
                                const std::string& method,
                                const Request& request) {
    Response response;
    const absl::Status status =
        InProcess({&surface_}, caller)
            .Call("AlertService/" + method, request, response);
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::Subscription> Subscribe(
      const std::string& partner, const std::string& id,
      const std::string& state, const std::string& request_id = "") {
    v1::CreateSubscriptionRequest request;
    request.set_parent("partners/" + partner);
    request.set_subscription_id(id);
    request.set_request_id(request_id);
    request.mutable_subscription()->set_display_name("d");
    request.mutable_subscription()->add_states(state);
    return Call<v1::Subscription>("partners/" + partner, "CreateSubscription",
                                  request);
  }

  absl::StatusOr<v1::RaiseAlertResponse> Raise(const std::string& key,
                                               const std::string& state) {
    v1::RaiseAlertRequest request;
    v1::Alert& alert = *request.mutable_alert();
    alert.set_key(key);
    alert.set_kind(v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
    alert.set_title("title");
    alert.add_states(state);
    alert.set_score(9);
    alert.mutable_rule()->set_id("low-score-candidacy");
    alert.mutable_rule()->set_version(1);
    return Call<v1::RaiseAlertResponse>("services/notifier", "RaiseAlert",
                                        request);
  }

  absl::StatusOr<std::unique_ptr<InProcessStream>> Stream(
      const std::string& parent, int64_t after,
      const std::string& caller = "partners/demo") {
    v1::StreamAlertsRequest request;
    request.set_parent(parent);
    request.set_after_sequence(after);
    streams_.push_back(std::make_unique<InProcess>(
        std::vector<const rpc::Surface*>{&surface_}, caller));
    return streams_.back()->Stream("AlertService/StreamAlerts", request);
  }

  // The keys of the next items, with their sequences and subscriptions.
  static std::string Take(InProcessStream& stream, int count) {
    std::string taken;
    for (int i = 0; i < count; ++i) {
      v1::StreamAlertsResponse response;
      const auto next = stream.Next(response);
      if (!next.ok() || !*next) return taken + "(no more)";
      absl::StrAppend(&taken, i == 0 ? "" : " ", response.item().sequence(),
                      ":", response.item().alert().key(), "x",
                      response.item().subscriptions_size());
    }
    return taken;
  }

  ledger::MemoryStore store_;
  ledger::MemoryLedger ledger_{store_};
  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  Model model_;
  ledger::Replica<Model> replica_{ledger_, model_, clock_};
  rpc::Surface surface_ =
      AlertService::Surface(std::make_shared<AlertService>(replica_, clock_));
  std::vector<std::unique_ptr<InProcess>> streams_;
};

TEST_F(AlertServiceTest, EveryMethodHasARow) {
  EXPECT_TRUE(IsOk(surface_.Check()));
}

TEST_F(AlertServiceTest, FeedBeginsWithWhatIsActiveAndGoesOnLive) {
  ASSERT_TRUE(IsOk(Raise("a", "states/chn")));
  ASSERT_TRUE(IsOk(Raise("b", "states/rus")));
  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  const auto stream = Stream("partners/demo/subscriptions/s", 0);
  ASSERT_TRUE(IsOk(stream));
  EXPECT_EQ(Take(**stream, 1), "1:ax1");

  ASSERT_TRUE(IsOk(Raise("c", "states/chn")));
  EXPECT_EQ(Take(**stream, 1), "2:cx1");
}

TEST_F(AlertServiceTest, PartnersFeedSaysOnceWhatTwoSubscriptionsMatch) {
  const auto stream = Stream("partners/demo", 0);
  ASSERT_TRUE(IsOk(stream));
  ASSERT_TRUE(IsOk(Subscribe("demo", "s1", "states/chn")));
  ASSERT_TRUE(IsOk(Raise("a", "states/chn")));
  ASSERT_TRUE(IsOk(Subscribe("demo", "s2", "states/chn")));
  ASSERT_TRUE(IsOk(Raise("b", "states/chn")));
  EXPECT_EQ(Take(**stream, 2), "1:ax1 2:bx2");

  const auto again = Stream("partners/demo", 1);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(Take(**again, 1), "2:bx2");
}

TEST_F(AlertServiceTest, OtherPartnersNamesAnswerAsIfTheyDidNotExist) {
  ASSERT_TRUE(IsOk(Subscribe("other", "s", "states/chn")));
  const auto ask = [this](const std::string& name) {
    v1::GetSubscriptionRequest request;
    request.set_name(name);
    return Call<v1::Subscription>("partners/demo", "GetSubscription", request)
        .status();
  };
  const absl::Status theirs = ask("partners/other/subscriptions/s");
  EXPECT_TRUE(
      FailsWith(theirs, absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(theirs.message(), "partners/other/subscriptions/s does not exist");
  EXPECT_EQ(ask("partners/demo/subscriptions/s").message(),
            "partners/demo/subscriptions/s does not exist");
  EXPECT_TRUE(FailsWith(Stream("partners/other", 0), "RESOURCE_NOT_FOUND"));
  v1::ListAlertsRequest list;
  list.set_parent("partners/other");
  EXPECT_TRUE(FailsWith(
      Call<v1::ListAlertsResponse>("partners/demo", "ListAlerts", list),
      "RESOURCE_NOT_FOUND"));
}

TEST_F(AlertServiceTest, RolesAreKeptApart) {
  v1::RaiseAlertRequest raise;
  EXPECT_TRUE(FailsWith(
      Call<v1::RaiseAlertResponse>("partners/demo", "RaiseAlert", raise),
      "ROLE_NOT_ALLOWED"));
  v1::ListSubscriptionsRequest list;
  list.set_parent("partners/demo");
  EXPECT_TRUE(FailsWith(Call<v1::ListSubscriptionsResponse>(
                            "operators/o", "ListSubscriptions", list),
                        "ROLE_NOT_ALLOWED"));
}

TEST_F(AlertServiceTest, SequencesThatAreNotThereAreRefused) {
  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  EXPECT_TRUE(FailsWith(Stream("partners/demo", 1),
                        absl::StatusCode::kOutOfRange, "SEQUENCE_AHEAD"));
  EXPECT_TRUE(FailsWith(Stream("partners/demo", -1), "INVALID_FIELD"));
}

TEST_F(AlertServiceTest, StreamOfADeletedSubscriptionEnds) {
  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  const auto stream = Stream("partners/demo/subscriptions/s", 0);
  ASSERT_TRUE(IsOk(stream));
  v1::DeleteSubscriptionRequest request;
  request.set_name("partners/demo/subscriptions/s");
  const auto gone = Call<google::protobuf::Empty>(
      "partners/demo", "DeleteSubscription", request);
  ASSERT_TRUE(IsOk(gone.status()));
  v1::StreamAlertsResponse response;
  EXPECT_TRUE(FailsWith((*stream)->Next(response), "RESOURCE_NOT_FOUND"));
}

TEST_F(AlertServiceTest, RepeatedRequestGetsTheFirstAnswer) {
  const auto first = Subscribe("demo", "s", "states/chn", "r1");
  const auto second = Subscribe("demo", "s", "states/chn", "r1");
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_TRUE(FailsWith(Subscribe("demo", "s", "states/rus", "r1"),
                        "REQUEST_ID_REUSED"));
}

TEST_F(AlertServiceTest, ListsPublicAlertsNewestFirstUnderTheThreshold) {
  ASSERT_TRUE(IsOk(Raise("a", "states/chn")));
  ASSERT_TRUE(IsOk(Raise("b", "states/rus")));
  v1::ListAlertsRequest request;
  request.set_page_size(1);
  auto page = Call<v1::ListAlertsResponse>("analysts/a", "ListAlerts", request);
  ASSERT_TRUE(IsOk(page));
  EXPECT_EQ(page->alerts(0).key(), "b");
  request.set_page_token(page->next_page_token());
  page = Call<v1::ListAlertsResponse>("analysts/a", "ListAlerts", request);
  ASSERT_TRUE(IsOk(page));
  EXPECT_EQ(page->alerts(0).key(), "a");
  EXPECT_EQ(page->next_page_token(), "");
  request.set_filter("state = ACTIVE");
  EXPECT_TRUE(FailsWith(
      Call<v1::ListAlertsResponse>("analysts/a", "ListAlerts", request),
      "PAGE_TOKEN_MISMATCH"));
  request.clear_page_token();
  request.set_score_threshold(9);
  page = Call<v1::ListAlertsResponse>("analysts/a", "ListAlerts", request);
  EXPECT_EQ(page->alerts_size(), 0);
  request.set_filter("colour = red");
  EXPECT_TRUE(FailsWith(
      Call<v1::ListAlertsResponse>("analysts/a", "ListAlerts", request),
      "FILTER_INVALID"));
}

TEST_F(AlertServiceTest, ExplainsToPartnersWhyTheyWereTold) {
  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  const auto raised = Raise("a", "states/chn");
  v1::ExplainAlertRequest request;
  request.set_name(raised->alert().name());
  const auto mine =
      Call<v1::ExplainAlertResponse>("partners/demo", "ExplainAlert", request);
  ASSERT_TRUE(IsOk(mine));
  ASSERT_EQ(mine->matches_size(), 1);
  EXPECT_EQ(mine->matches(0).conditions(0).values(0), "states/chn");
  EXPECT_EQ(mine->matches(0).conditions(1).values(0), "9 < 10");
  const auto other =
      Call<v1::ExplainAlertResponse>("analysts/a", "ExplainAlert", request);
  EXPECT_EQ(other->matches_size(), 0);
}

TEST_F(AlertServiceTest, StatusTellsHeadAcknowledgementAndDelivery) {
  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  ASSERT_TRUE(IsOk(Raise("a", "states/chn")));
  const auto stream = Stream("partners/demo", 0);
  ASSERT_TRUE(IsOk(stream));
  EXPECT_EQ(Take(**stream, 1), "1:ax1");
  v1::AcknowledgeAlertsRequest request;
  request.set_parent("partners/demo");
  request.set_sequence(1);
  const auto status =
      Call<v1::FeedStatus>("partners/demo", "AcknowledgeAlerts", request);
  ASSERT_TRUE(IsOk(status));
  EXPECT_EQ(status->head_sequence(), 1);
  EXPECT_EQ(status->earliest_sequence(), 1);
  EXPECT_EQ(status->acknowledged_sequence(), 1);
  EXPECT_EQ(status->last_delivered_sequence(), 1);
  EXPECT_EQ(status->open_stream_count(), 1);
}

TEST_F(AlertServiceTest, WatchSendsAlertsButNoSubscriptions) {
  ASSERT_TRUE(IsOk(Raise("a", "states/chn")));
  InProcess service({&surface_}, "services/notifier");
  v1::WatchRequest request;
  request.set_initial_state(true);
  const auto stream = service.Stream("AlertService/Watch", request);
  ASSERT_TRUE(IsOk(stream));
  v1::WatchResponse response;
  ASSERT_TRUE(*(*stream)->Next(response));
  EXPECT_TRUE(response.initial());
  EXPECT_EQ(response.events_size(), 1);
  response.Clear();
  ASSERT_TRUE(*(*stream)->Next(response));
  EXPECT_FALSE(response.initial());
  EXPECT_EQ(response.events_size(), 0);

  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  ASSERT_TRUE(IsOk(Raise("b", "states/chn")));
  response.Clear();
  ASSERT_TRUE(*(*stream)->Next(response));
  EXPECT_EQ(response.revision(), 3);
  EXPECT_EQ(response.events(0).alert_updated().alert().key(), "b");
}

TEST_F(AlertServiceTest, SecondReplicaHasTheSameFeeds) {
  ASSERT_TRUE(IsOk(Subscribe("demo", "s", "states/chn")));
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(IsOk(Raise(absl::StrCat("k", i), "states/chn")));
  }
  ledger::MemoryLedger other_ledger(store_);
  Model other_model;
  ledger::Replica<Model> other(other_ledger, other_model, clock_);
  ASSERT_TRUE(ledger::StartServing(other));
  EXPECT_TRUE(IsOk(other.Read([this](const Model& model, int64_t) {
    EXPECT_EQ(model.Serialize(), model_.Serialize());
    return absl::OkStatus();
  })));
  other.core().Stop();
  other_ledger.Stop();
}

}  // namespace
}  // namespace vigil::alerts
