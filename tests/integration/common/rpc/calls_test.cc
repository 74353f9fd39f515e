#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/integration/common/rpc/echo_server.h"
#include "tests/integration/common/rpc/raw_call.h"

namespace vigil {
namespace {

using test::v1::SayRequest;
using test::v1::SayResponse;
using test::v1::SumRequest;
using test::v1::SumResponse;

class CallsTest : public EchoServerTest {
 protected:
  void SetUp() override {
    EchoServerTest::SetUp();
    Start();
  }

  RawAnswer Raw(const std::string& method, const std::string& request,
                RawMetadata metadata = {},
                absl::Duration timeout = absl::Seconds(10)) {
    metadata.emplace("authorization", "Bearer " + partner_token_);
    return RawCall(server_->address(), method, request, metadata, timeout);
  }

  static std::string ReasonIn(const RawAnswer& answer) {
    google::rpc::Status status;
    google::rpc::ErrorInfo info;
    EXPECT_TRUE(status.ParseFromString(answer.details));
    EXPECT_EQ(status.code(), answer.code);
    for (const auto& detail : status.details()) detail.UnpackTo(&info);
    EXPECT_EQ(info.domain(), "vigil");
    return info.reason();
  }
};

TEST_F(CallsTest, AnswersAndKnowsWhoCalls) {
  SayResponse response;
  ASSERT_TRUE(IsOk(Partner()->Call(kSay, SayRequestOf("hello"), response)));
  EXPECT_EQ(response.text(), "hello");
  EXPECT_EQ(response.caller(), "partners/demo");
}

TEST_F(CallsTest, AnswersLater) {
  SayResponse response;
  ASSERT_TRUE(IsOk(Editor()->Call(kSayLater, SayRequestOf("hello"), response)));
  EXPECT_EQ(response.caller(), "editors/alice");
}

TEST_F(CallsTest, NothingStaysFromTheCallBefore) {
  const auto client = Partner();
  SayResponse response;
  ASSERT_TRUE(IsOk(client->Call(kSay, SayRequestOf("first"), response)));
  ASSERT_TRUE(IsOk(client->Call(kSay, SayRequest(), response)));
  EXPECT_EQ(response.text(), "");
}

TEST_F(CallsTest, LargeMessagesGoThrough) {
  const std::string text(3 << 20, 'x');
  const auto client = Partner();
  SayResponse response;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(IsOk(client->Call(kSay, SayRequestOf(text), response)));
    EXPECT_EQ(response.text(), text);
  }
}

TEST_F(CallsTest, TokenIsAskedForFirst) {
  SayResponse response;
  EXPECT_TRUE(FailsWith(ClientOf("")->Call(kSay, SayRequest(), response),
                        absl::StatusCode::kUnauthenticated, "TOKEN_MISSING"));
  EXPECT_TRUE(
      FailsWith(ClientOf("vgl_wrong")->Call(kSay, SayRequest(), response),
                absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN"));
  const RawAnswer malformed = RawCall(server_->address(), kSay, "\xff\xff", {});
  EXPECT_EQ(malformed.code, 16);
  EXPECT_EQ(ReasonIn(malformed), "TOKEN_MISSING");
  EXPECT_EQ(echo_.calls(), 0);
}

TEST_F(CallsTest, RoleIsAskedForSecond) {
  SayResponse response;
  EXPECT_TRUE(FailsWith(Partner()->Call(kSayLater, SayRequest(), response),
                        absl::StatusCode::kPermissionDenied,
                        "ROLE_NOT_ALLOWED"));
  EXPECT_EQ(ReasonIn(Raw(kSayLater, "\xff\xff")), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(echo_.calls(), 0);
}

TEST_F(CallsTest, MalformedBytesAreAnInvalidArgumentWithDetails) {
  for (const std::string& bytes :
       {std::string("\xff\xff\xff"), std::string("\x0a\x05x"),
        std::string("\x0a\x02\xc3\x28")}) {  // The last is not UTF-8.
    const RawAnswer answer = Raw(kSay, bytes);
    EXPECT_EQ(answer.code, 3);
    EXPECT_EQ(ReasonIn(answer), "MALFORMED_REQUEST");
  }
  EXPECT_EQ(echo_.calls(), 0);
}

TEST_F(CallsTest, FiveMegabytesAreRefused) {
  const RawAnswer answer =
      Raw(kSay, SayRequestOf(std::string(5 << 20, 'x')).SerializeAsString());
  EXPECT_EQ(answer.code, 8);
  EXPECT_EQ(echo_.calls(), 0);
}

TEST_F(CallsTest, LimitIsOnTheBytesOfTheMessage) {
  const std::string most =
      SayRequestOf(std::string((4 << 20) - 5, 'x')).SerializeAsString();
  ASSERT_EQ(most.size(), size_t{4 << 20});
  // The answer, which also says who called, is just too long.
  EXPECT_EQ(Raw(kSay, most).code, 8);
  EXPECT_EQ(echo_.calls(), 1);
  EXPECT_EQ(Raw(kSay, most + '\0').code, 8);
  EXPECT_EQ(echo_.calls(), 1);
}

TEST_F(CallsTest, DeadlineThatHasPassedIsExceeded) {
  EXPECT_EQ(Raw(kSay, "", {}, -absl::Seconds(1)).code, 4);
  EXPECT_EQ(echo_.calls(), 0);
}

TEST_F(CallsTest, DeadlineThatPassesMeanwhileIsExceeded) {
  SayResponse response;
  EXPECT_TRUE(
      FailsWith(Editor()->Call(kSayLater, SayRequestOf("sleep"), response,
                               absl::Now() + absl::Milliseconds(5)),
                absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED"));
}

TEST_F(CallsTest, UnknownMethodsAreUnimplemented) {
  EXPECT_EQ(Raw("vigil.test.v1.EchoService/Shout", "").code, 12);
  EXPECT_EQ(Raw("vigil.test.v1.OtherService/Say", "").code, 12);
}

TEST_F(CallsTest, ErrorsOfTheServiceHaveDetails) {
  const RawAnswer answer =
      Raw(kSay, SayRequestOf("fail NOT_FOUND").SerializeAsString());
  EXPECT_EQ(answer.code, 5);
  EXPECT_EQ(answer.message, "it was asked to fail");
  EXPECT_EQ(ReasonIn(answer), "AS_ASKED");
}

TEST_F(CallsTest, OurOwnFaultsAreHidden) {
  const RawAnswer answer =
      Raw(kSay, SayRequestOf("fail INTERNAL").SerializeAsString());
  EXPECT_EQ(answer.code, 13);
  EXPECT_FALSE(absl::StrContains(answer.message, "asked"));
  EXPECT_EQ(ReasonIn(answer), "AS_ASKED");
}

TEST_F(CallsTest, EveryCodeComesThrough) {
  const auto client = Partner();
  SayResponse response;
  for (const char* code :
       {"CANCELLED", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
        "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "UNAVAILABLE", "UNAUTHENTICATED"}) {
    EXPECT_TRUE(FailsWith(
        client->Call(kSay, SayRequestOf(std::string("fail ") + code), response),
        "AS_ASKED"))
        << code;
  }
}

TEST_F(CallsTest, CallIdIsTheClientsIfItIsWellFormed) {
  const RawAnswer answer = Raw(kSay, "", {{"vigil-call-id", "my-call_1"}});
  ASSERT_EQ(answer.trailers.count("vigil-call-id"), 1U);
  EXPECT_EQ(answer.trailers.find("vigil-call-id")->second, "my-call_1");
}

TEST_F(CallsTest, CallIdIsMadeOtherwise) {
  for (const RawMetadata& metadata :
       {RawMetadata{}, RawMetadata{{"vigil-call-id", "not good"}},
        RawMetadata{{"vigil-call-id", std::string(65, 'x')}}}) {
    const RawAnswer answer = Raw(kSay, "", metadata);
    ASSERT_EQ(answer.trailers.count("vigil-call-id"), 1U);
    EXPECT_EQ(answer.trailers.find("vigil-call-id")->second.size(), 13U);
  }
}

TEST_F(CallsTest, FailedCallsHaveACallIdToo) {
  EXPECT_EQ(Raw(kSayLater, "").trailers.count("vigil-call-id"), 1U);
}

TEST_F(CallsTest, UploadsAddUp) {
  const auto client = Editor();
  SumRequest request;
  SumResponse response;
  int left = 1000;
  ASSERT_TRUE(IsOk(client->Upload(
      kSum, request,
      [&] {
        request.set_number(left);
        return left-- > 0;
      },
      response)));
  EXPECT_EQ(response.sum(), 500'500);
}

TEST_F(CallsTest, UploadThatIsRefusedEndsAtOnce) {
  const auto client = Editor();
  SumRequest request;
  SumResponse response;
  int64_t sent = 0;
  const absl::Status status = client->Upload(
      kSum, request,
      [&] {
        request.set_number(-1);
        return ++sent < 1'000'000;
      },
      response);
  EXPECT_TRUE(
      FailsWith(status, absl::StatusCode::kInvalidArgument, "INVALID_FIELD"));
  EXPECT_EQ(FieldViolationsOf(status).front().field, "number");
  EXPECT_LT(sent, 1'000'000);
}

TEST_F(CallsTest, CallsAreCounted) {
  const auto client = Partner();
  SayResponse response;
  ASSERT_TRUE(IsOk(client->Call(kSay, SayRequest(), response)));
  EXPECT_FALSE(client->Call(kSay, SayRequestOf("fail ABORTED"), response).ok());
  const std::string text = metrics_.Text();
  EXPECT_TRUE(absl::StrContains(
      text, R"(method="vigil.test.v1.EchoService/Say",code="OK"} 1)"));
  EXPECT_TRUE(absl::StrContains(
      text, R"(method="vigil.test.v1.EchoService/Say",code="ABORTED"} 1)"));
  EXPECT_FALSE(absl::StrContains(text, "demo"));
}

}  // namespace
}  // namespace vigil
