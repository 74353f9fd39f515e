#include "services/cli/follow.h"

#include <gtest/gtest.h>

#include "services/common/base/error.h"
#include "services/launcher/private_file.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::cli {
namespace {

TEST(FollowTest, TriesAgainAfterWhatPasses) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kUnavailable, absl::StatusCode::kAborted,
        absl::StatusCode::kDeadlineExceeded,
        absl::StatusCode::kResourceExhausted}) {
    EXPECT_TRUE(IsWorthAnotherTry(absl::Status(code, "")));
  }
}

TEST(FollowTest, GivesUpOnWhatStays) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kNotFound, absl::StatusCode::kOutOfRange,
        absl::StatusCode::kInvalidArgument, absl::StatusCode::kUnauthenticated,
        absl::StatusCode::kPermissionDenied}) {
    EXPECT_FALSE(IsWorthAnotherTry(absl::Status(code, "")));
  }
}

TEST(FollowTest, SaysAtOnceThatNothingRuns) {
  Session session;
  session.options.data = "/nowhere";

  const absl::Status status =
      Follow(session, {.parent = "partners/demo"},
             [](const alerts::v1::FeedItem&) { return true; });

  EXPECT_EQ(ReasonOf(status), "NOT_RUNNING");
}

TEST(FollowTest, GivesUpWhenItsTimeIsUp) {
  const TemporaryDirectory directory;
  Session session;
  session.options.token_file = directory / "token";
  session.options.addresses = {"unix:" + (directory / "nobody.sock")};
  ASSERT_TRUE(
      launcher::WritePrivateFile(session.options.token_file, "t\n").ok());

  const absl::Status status = Follow(
      session, {.parent = "partners/demo", .timeout = absl::Milliseconds(100)},
      [](const alerts::v1::FeedItem&) { return true; });

  EXPECT_EQ(ReasonOf(status), "NO_ALERT");
}

}  // namespace
}  // namespace vigil::cli
