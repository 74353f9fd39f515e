#include "services/common/rpc/status.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"

namespace vigil::rpc {
namespace {

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

TEST(ToGrpcStatusTest, CarriesTheReasonAsStandardDetails) {
  const grpc::Status status = ToGrpcStatus(WithMetadata(
      Error(absl::StatusCode::kNotFound, "X_MISSING", "x is missing"), "key",
      "value"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "x is missing");
  const google::rpc::Status details = DetailsOf(status);
  EXPECT_EQ(details.code(), 5);
  EXPECT_EQ(details.message(), "x is missing");
  google::rpc::ErrorInfo info;
  ASSERT_EQ(details.details_size(), 1);
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "X_MISSING");
  EXPECT_EQ(info.domain(), "vigil");
  EXPECT_EQ(info.metadata().at("key"), "value");
}

TEST(ToGrpcStatusTest, ComesBackAsItWent) {
  const absl::Status sent = WithMetadata(
      InvalidFieldsError("X_BAD", {{.field = "a", .description = "b"},
                                   {.field = "c", .description = "d"}}),
      "key", "value");
  const absl::Status received = FromGrpcStatus(ToGrpcStatus(sent), "x");
  EXPECT_EQ(received.code(), sent.code());
  EXPECT_EQ(received.message(), sent.message());
  EXPECT_EQ(ReasonOf(received), "X_BAD");
  EXPECT_EQ(MetadataOf(received), MetadataOf(sent));
  EXPECT_EQ(FieldViolationsOf(received), FieldViolationsOf(sent));
}

TEST(ToGrpcStatusTest, HidesWhatIsOurFault) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kInternal, absl::StatusCode::kDataLoss,
        absl::StatusCode::kUnknown}) {
    const grpc::Status status = ToGrpcStatus(
        WithMetadata(Error(code, "X_BROKEN", "secret"), "key", "secret"));
    EXPECT_FALSE(absl::StrContains(status.error_message(), "secret"));
    EXPECT_FALSE(absl::StrContains(status.error_details(), "secret"));
    EXPECT_EQ(ReasonOf(FromGrpcStatus(status, "x")), "X_BROKEN");
  }
}

TEST(ToGrpcStatusTest, UnknownNeverLeaves) {
  EXPECT_EQ(ToGrpcStatus(absl::UnknownError("x")).error_code(),
            grpc::StatusCode::INTERNAL);
}

TEST(ToGrpcStatusTest, ErrorWithoutAReasonBearsItsCode) {
  EXPECT_EQ(ReasonOf(FromGrpcStatus(ToGrpcStatus(absl::AbortedError("x")), "")),
            "ABORTED");
}

TEST(ToGrpcStatusTest, FitsIntoTheMetadataThatEveryClientTakes) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 100; ++i) {
    violations.push_back({.field = "terms.csv:" + std::to_string(i) + ":3",
                          .description = std::string(100, 'x')});
  }
  const grpc::Status status =
      ToGrpcStatus(InvalidFieldsError("IMPORT_REFUSED", violations));
  EXPECT_LE(status.error_details().size(),
            static_cast<size_t>(kMaxErrorDetailsBytes));
  const auto left = FieldViolationsOf(FromGrpcStatus(status, ""));
  EXPECT_GT(left.size(), 10U);
  EXPECT_EQ(left.front(), violations.front());
}

TEST(ToGrpcStatusTest, LongMessagesAreCutBetweenLetters) {
  std::string message(kMaxErrorMessageBytes - 1, 'x');
  EXPECT_EQ(ToGrpcStatus(absl::AbortedError(message)).error_message(), message);
  EXPECT_EQ(ToGrpcStatus(absl::AbortedError(message + "é")).error_message(),
            message);
}

TEST(FromGrpcStatusTest, NamesWhatGrpcItselfSays) {
  EXPECT_TRUE(FailsWith(
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "refused"),
                     "unix:/x"),
      absl::StatusCode::kUnavailable, "SERVER_UNREACHABLE"));
  EXPECT_TRUE(FailsWith(
      FromGrpcStatus(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, ""),
                     "unix:/x"),
      absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED"));
  EXPECT_TRUE(FailsWith(
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""), "x"),
      absl::StatusCode::kUnimplemented, "UNIMPLEMENTED"));
}

}  // namespace
}  // namespace vigil::rpc
