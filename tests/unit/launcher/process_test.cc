#include "services/launcher/process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/launcher/launched.h"

namespace vigil::launcher {
namespace {

TEST(ProcessTest, WritesToItsLog) {
  const TemporaryDirectory directory;
  const Program program{.name = "x",
                        .command = {"/bin/sh", "-c", "echo out; echo err >&2"},
                        .log_path = directory / "x.log"};

  const auto pid = Spawn(program, "");

  ASSERT_TRUE(IsOk(pid));
  EXPECT_EQ(ReapBlocking(*pid), 0);
  EXPECT_EQ(Contents(directory / "x.log"), "out\nerr\n");
}

TEST(ProcessTest, IsToldWhereToSayThatItIsReady) {
  const TemporaryDirectory directory;
  const Program program{.name = "x",
                        .command = {"/bin/sh", "-c", "echo \"$NOTIFY_SOCKET\""},
                        .log_path = directory / "x.log"};

  const auto pid = Spawn(program, "/some/socket");

  ASSERT_TRUE(IsOk(pid));
  ReapBlocking(*pid);
  EXPECT_EQ(Contents(directory / "x.log"), "/some/socket\n");
}

TEST(ProcessTest, ThatDoesNotExistIsAnError) {
  EXPECT_TRUE(FailsWith(Spawn(Program{.name = "x", .command = {"/none"}}, ""),
                        "PROGRAM_MISSING"));
}

TEST(ProcessTest, SaysHowItEnded) {
  const auto pid =
      Spawn(Program{.name = "x", .command = {"/bin/sh", "-c", "exit 4"}}, "");
  ASSERT_TRUE(IsOk(pid));
  const int status = ReapBlocking(*pid);
  EXPECT_EQ(DescribeEnd(status), "ended with status 4");
  EXPECT_EQ(ExitCodeOf(status), 4);

  EXPECT_EQ(DescribeEnd(SIGSEGV),
            "was killed by signal 11 (Segmentation fault)");
  EXPECT_EQ(ExitCodeOf(SIGSEGV), 139);
}

}  // namespace
}  // namespace vigil::launcher
