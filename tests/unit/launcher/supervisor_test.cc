#include "services/launcher/supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "services/launcher/data_directory.h"
#include "services/launcher/notify_socket.h"
#include "tests/unit/launcher/launched.h"

namespace vigil::launcher {
namespace {

TEST(SupervisorTest, StartsEverythingAndStopsTheLastFirst) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two", "three"});
  launcher.WaitToSay("everything is up");

  kill(launcher.pid(), SIGTERM);

  EXPECT_EQ(launcher.WaitToEnd(), 0);
  EXPECT_EQ(Contents(directory / "order"), "three\ntwo\none\n");
}

TEST(SupervisorTest, StopsOnInterruptToo) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one"});
  launcher.WaitToSay("everything is up");

  kill(launcher.pid(), SIGINT);

  EXPECT_EQ(launcher.WaitToEnd(), 0);
}

TEST(SupervisorTest, LeavesNothingBehindWhenItIsKilled) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two:ignores-term"});
  launcher.WaitToSay("everything is up");

  kill(launcher.pid(), SIGKILL);

  EXPECT_EQ(launcher.WaitToEnd(), -SIGKILL);
  EXPECT_TRUE(Launched::NothingIsLeft());
}

TEST(SupervisorTest, StartsAgainWhatDiesAndSaysSo) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two"});
  launcher.WaitToSay("everything is up");
  const pid_t first = PidOf(directory.path(), "one");

  kill(first, SIGKILL);

  EXPECT_NE(launcher.WaitToSay("started again")
                .find("one was killed by signal 9 (Killed)"),
            std::string::npos);
  launcher.WaitToSay("one is back");
  EXPECT_NE(PidOf(directory.path(), "one"), first);
}

TEST(SupervisorTest, StartsAgainHoweverOftenItDies) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one"});
  launcher.WaitToSay("everything is up");

  for (int i = 0; i < 4; ++i) {
    kill(PidOf(directory.path(), "one"), SIGKILL);
    launcher.WaitToSay("one is back");
  }
}

TEST(SupervisorTest, SaysTheLastWordsOfWhatEndsAtStart) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two:fails"});

  launcher.WaitToSay("two ended with status 3; see ");
  launcher.WaitToSay("the reason why");
  EXPECT_EQ(launcher.WaitToEnd(), 1);
  EXPECT_TRUE(Launched::NothingIsLeft());
}

TEST(SupervisorTest, GivesUpOnWhatIsNotReadyInTime) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two:never-ready"});

  launcher.WaitToSay("two is not ready after 2s");
  EXPECT_EQ(launcher.WaitToEnd(), 1);
}

TEST(SupervisorTest, CanBeStoppedWhileItStarts) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two:never-ready"});
  launcher.WaitToSay("one is ready");

  kill(launcher.pid(), SIGTERM);

  launcher.WaitToSay("stopped before everything was up");
  EXPECT_EQ(launcher.WaitToEnd(), 1);
}

TEST(SupervisorTest, KillsWhatDoesNotStop) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "two:ignores-term"});
  launcher.WaitToSay("everything is up");

  kill(launcher.pid(), SIGTERM);

  launcher.WaitToSay("two does not stop and is killed");
  EXPECT_EQ(launcher.WaitToEnd(), 0);
  EXPECT_EQ(Contents(directory / "order"), "one\n");
}

TEST(SupervisorTest, RefusesASecondLauncherOnTheSameDirectory) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one"});
  launcher.WaitToSay("everything is up");

  {
    Launched second(directory.path(), {"one"});
    second.WaitToSay("Vigil already runs on " + directory.path() +
                     " (process " + std::to_string(launcher.pid()) + ")");
    EXPECT_EQ(second.WaitToEnd(), 1);
    kill(launcher.pid(), SIGTERM);
    EXPECT_EQ(launcher.WaitToEnd(), 0);
  }
}

TEST(SupervisorTest, RunsAgainOnTheDirectoryOfOneThatWasKilled) {
  const TemporaryDirectory directory;
  Launched first(directory.path(), {"one"});
  first.WaitToSay("everything is up");
  kill(first.pid(), SIGKILL);
  first.WaitToEnd();

  Launched second(directory.path(), {"one"});

  second.WaitToSay("everything is up");
}

TEST(SupervisorTest, TellsProgramsToReadTheirConfigurationAgain) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one"});
  launcher.WaitToSay("everything is up");

  kill(launcher.pid(), SIGHUP);

  launcher.WaitToSay("read their configuration again");
  kill(launcher.pid(), SIGTERM);
  launcher.WaitToEnd();
  EXPECT_EQ(Contents(directory / "order"), "reload\none\n");
}

TEST(SupervisorTest, PassesOnThatSomebodyAsksToReload) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one"});
  launcher.WaitToSay("everything is up");

  EXPECT_TRUE(NotifySocket::AskToReload(
      DataDirectory(directory.path()).socket("notify")));

  launcher.WaitToSay("read their configuration again");
  kill(launcher.pid(), SIGTERM);
  launcher.WaitToEnd();
  EXPECT_EQ(Contents(directory / "order"), "reload\none\n");
}

TEST(SupervisorTest, HasWhatStartsReloadWhenItIsReady) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one:ready-on-term"});
  pid_t one = 0;
  while (one == 0) one = PidOf(directory.path(), "one");

  kill(launcher.pid(), SIGHUP);
  launcher.WaitToSay("read their configuration again");
  kill(one, SIGTERM);

  launcher.WaitToSay("everything is up");
  kill(launcher.pid(), SIGTERM);
  launcher.WaitToEnd();
  EXPECT_EQ(Contents(directory / "order"), "reload\none\n");
}

TEST(SupervisorTest, EndsWithItsTask) {
  const TemporaryDirectory directory;
  Launched launcher(directory.path(), {"one", "task:exit 7"});

  launcher.WaitToSay("stopped");
  EXPECT_EQ(launcher.WaitToEnd(), 7);
  EXPECT_EQ(Contents(directory / "order"), "one\n");
}

TEST(SupervisorTest, RunsWhereTheDirectoryIsTooLongForASocket) {
  const TemporaryDirectory parent;
  const std::string directory = parent / std::string(100, 'd');
  Launched launcher(directory, {"one"});

  launcher.WaitToSay("everything is up");

  const DataDirectory used(directory);
  EXPECT_LT(used.socket("mandate_watch").size(), 108U);
  kill(launcher.pid(), SIGTERM);
  EXPECT_EQ(launcher.WaitToEnd(), 0);
  std::filesystem::remove_all(used.run());
}

}  // namespace
}  // namespace vigil::launcher
