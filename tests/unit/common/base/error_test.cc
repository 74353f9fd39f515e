#include "services/common/base/error.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "tests/support/status_matchers.h"

namespace vigil {
namespace {

TEST(ErrorTest, CarriesItsReasonUnderTheStandardTypeUrl) {
  const absl::Status status =
      Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "read it again");

  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(status.message(), "read it again");
  EXPECT_EQ(ReasonOf(status), "ETAG_MISMATCH");
  google::rpc::ErrorInfo details;
  ASSERT_TRUE(details.ParseFromString(std::string(
      *status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo"))));
  EXPECT_EQ(details.domain(), "vigil");
}

TEST(ErrorTest, AStatusWithoutDetailsHasNone) {
  const absl::Status status = absl::InternalError("bug");

  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_TRUE(FieldViolationsOf(status).empty());
  EXPECT_TRUE(MetadataOf(status).empty());
}

TEST(ErrorTest, NamesTheFieldAtFault) {
  const absl::Status status =
      InvalidFieldError("candidacy.state", "is required");

  EXPECT_TRUE(
      FailsWith(status, absl::StatusCode::kInvalidArgument, "INVALID_FIELD"));
  EXPECT_EQ(status.message(), "candidacy.state: is required");
  const std::vector<FieldViolation> expected = {
      {"candidacy.state", "is required"}};
  EXPECT_EQ(FieldViolationsOf(status), expected);
}

TEST(ErrorTest, KeepsAtMostAHundredViolations) {
  const std::vector<FieldViolation> violations(101, {"row", "is bad"});
  const absl::Status status = InvalidFieldsError("IMPORT_REFUSED", violations);

  EXPECT_TRUE(FailsWith(status, "IMPORT_REFUSED"));
  EXPECT_EQ(status.message(), "row: is bad (and 100 more)");
  EXPECT_EQ(FieldViolationsOf(status).size(), 100U);
}

TEST(ErrorTest, AddsMetadataAndKeepsTheReason) {
  absl::Status status = Error(absl::StatusCode::kOutOfRange, "TRIMMED", "gone");
  status = WithMetadata(status, "earliest_revision", "7");
  status = WithMetadata(status, "top", "9");

  EXPECT_EQ(ReasonOf(status), "TRIMMED");
  const std::map<std::string, std::string> expected = {
      {"earliest_revision", "7"}, {"top", "9"}};
  EXPECT_EQ(MetadataOf(status), expected);
}

}  // namespace
}  // namespace vigil
