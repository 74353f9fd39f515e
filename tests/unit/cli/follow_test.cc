#include "services/cli/follow.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

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

// Where nobody answers, and somebody might at any time.
class AloneTest : public testing::Test {
 protected:
  AloneTest() {
    session_.options.token_file = directory_ / "token";
    session_.options.addresses = {"unix:" + (directory_ / "nobody.sock")};
    EXPECT_TRUE(
        launcher::WritePrivateFile(session_.options.token_file, "t\n").ok());
  }

  const TemporaryDirectory directory_;
  Session session_;
};

TEST_F(AloneTest, GivesUpWhenItsTimeIsUp) {
  const absl::Status status = Follow(
      session_, {.parent = "partners/demo", .timeout = absl::Milliseconds(100)},
      [](const alerts::v1::FeedItem&) { return true; });

  EXPECT_EQ(ReasonOf(status), "NO_ALERT");
}

TEST_F(AloneTest, EndsWhenNobodyReadsItAnyMore) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(pipe(ends), 0);
  std::thread reader([&] { close(ends[0]); });

  const absl::Status status =
      Follow(session_, {.parent = "partners/demo", .output = ends[1]},
             [](const alerts::v1::FeedItem&) { return true; });

  reader.join();
  close(ends[1]);
  EXPECT_EQ(ReasonOf(status), kOutputClosed);
}

}  // namespace
}  // namespace vigil::cli
