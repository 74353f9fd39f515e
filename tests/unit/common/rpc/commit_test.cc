#include "services/common/rpc/commit.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/fake_clock.h"
#include "tests/support/in_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_replica.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil::rpc {
namespace {

using ledger::WordList;
using test::v1::SayRequest;
using test::v1::SayResponse;

// An RPC that keeps what is said: the event is the request.
class CommitTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(replica_.StartServing());
    surface_.Deferred<SayRequest, SayResponse>(
        "SayLater", identity::kEditors,
        [this](const Call& call, const SayRequest& request,
               SayResponse& response, Reply reply) {
          CommitReply(replica_.replica(), call, request,
                      {.request_id = request_id_, .source = "a test"}, response,
                      std::move(reply),
                      [&request](const WordList& model, absl::Time) {
                        return Decide(model, request);
                      });
        });
  }

  static absl::StatusOr<Decided<SayRequest, SayResponse>> Decide(
      const WordList& model, const SayRequest& request) {
    if (request.text() == "refuse") return absl::AbortedError("refused");
    Decided<SayRequest, SayResponse> decided;
    if (request.text() != "nothing") decided.events.push_back(request);
    decided.response.set_text(request.text() + " after " +
                              std::to_string(model.words().size()));
    return decided;
  }

  absl::StatusOr<std::string> Say(const std::string& text) {
    SayRequest request;
    request.set_text(text);
    SayResponse response;
    const absl::Status status =
        InProcess({&surface_}, caller_)
            .Call("EchoService/SayLater", request, response);
    if (!status.ok()) return status;
    return response.text();
  }

  ledger::MemoryStore store_;
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  ledger::WordReplica replica_{store_, clock_};
  Surface surface_{
      SayRequest::descriptor()->file()->FindServiceByName("EchoService")};
  std::string request_id_;
  std::string caller_ = "editors/alice";
};

TEST_F(CommitTest, AppendsTheEventsAndAnswers) {
  const auto said = Say("hello");
  ASSERT_TRUE(IsOk(said));
  EXPECT_EQ(*said, "hello after 0");
  SayRequest event;
  ASSERT_EQ(replica_.words().size(), 1U);
  ASSERT_TRUE(event.ParseFromString(replica_.words()[0]));
  EXPECT_EQ(event.text(), "hello");
}

TEST_F(CommitTest, WritesWhoWhenAndWhy) {
  ASSERT_TRUE(IsOk(Say("hello")));
  const auto records = replica_.ledger().Read(0, 10, absl::ZeroDuration());
  ASSERT_TRUE(IsOk(records));
  ASSERT_EQ(records->size(), 1U);
  const ledger::Entry& entry = records->front().entry;
  EXPECT_EQ(entry.actor(), "editors/alice");
  EXPECT_EQ(entry.source(), "a test");
  EXPECT_EQ(entry.event_type(), "vigil.test.v1.SayRequest");
  EXPECT_EQ(entry.recorded_at().seconds(), 1'700'000'000);
}

TEST_F(CommitTest, RepeatedRequestGetsTheFirstAnswer) {
  request_id_ = "r1";
  ASSERT_TRUE(IsOk(Say("hello")));
  const auto again = Say("hello");
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(*again, "hello after 0");
  EXPECT_EQ(replica_.words().size(), 1U);
}

TEST_F(CommitTest, OtherRequestUnderTheSameIdIsRefused) {
  request_id_ = "r1";
  ASSERT_TRUE(IsOk(Say("hello")));
  EXPECT_TRUE(FailsWith(Say("other"), absl::StatusCode::kAlreadyExists,
                        "REQUEST_ID_REUSED"));
  EXPECT_EQ(replica_.words().size(), 1U);
}

TEST_F(CommitTest, RequestIdsOfOthersDoNotMeet) {
  request_id_ = "r1";
  ASSERT_TRUE(IsOk(Say("hello")));
  caller_ = "editors/bob";
  EXPECT_TRUE(IsOk(Say("other")));
}

TEST_F(CommitTest, RefusalWritesNothing) {
  EXPECT_TRUE(StatusIs(Say("refuse"), absl::StatusCode::kAborted));
  EXPECT_TRUE(replica_.words().empty());
}

TEST_F(CommitTest, NoEventsWriteNothingAndAnswer) {
  const auto said = Say("nothing");
  ASSERT_TRUE(IsOk(said));
  EXPECT_EQ(*said, "nothing after 0");
  EXPECT_EQ(replica_.core().revision(), 0);
}

TEST_F(CommitTest, StoreThatIsAwayIsUnavailable) {
  store_.SetAway(true);
  EXPECT_TRUE(StatusIs(Say("hello"), absl::StatusCode::kUnavailable));
}

TEST(DigestOfRequestTest, DependsOnMethodAndFields) {
  SayRequest request;
  request.set_text("a");
  const std::string digest = DigestOfRequest("S/M", request);
  EXPECT_EQ(digest, DigestOfRequest("S/M", request));
  EXPECT_NE(digest, DigestOfRequest("S/N", request));
  request.set_text("b");
  EXPECT_NE(digest, DigestOfRequest("S/M", request));
}

TEST(DigestOfRequestTest, LeavesTheRequestIdOut) {
  test::v1::KeepRequest request;
  request.set_text("a");
  request.set_request_id("r1");
  const std::string digest = DigestOfRequest("S/M", request);
  request.set_request_id("r2");
  EXPECT_EQ(digest, DigestOfRequest("S/M", request));
  request.clear_request_id();
  EXPECT_EQ(digest, DigestOfRequest("S/M", request));
}

TEST(FillResponseTest, UnreadableAnswerIsDataLoss) {
  SayResponse response;
  EXPECT_TRUE(
      FailsWith(FillResponse(ledger::Committed{.revision = 1, .answer = "\xff"},
                             response),
                absl::StatusCode::kDataLoss, "ANSWER_UNREADABLE"));
}

}  // namespace
}  // namespace vigil::rpc
