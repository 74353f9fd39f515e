#include "services/launcher/notify_socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "tests/support/status_matchers.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::launcher {
namespace {

void Send(const std::string& path, const std::string& text) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int file = socket(AF_UNIX, SOCK_DGRAM, 0);
  EXPECT_GE(
      sendto(file, text.data(), text.size(), 0,
             reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
      0);
  close(file);
}

TEST(NotifySocketTest, SaysWhoIsReady) {
  const TemporaryDirectory directory;
  const auto notify = NotifySocket::Listen(directory / "notify.sock");
  ASSERT_TRUE(IsOk(notify));
  EXPECT_TRUE((*notify)->Take().ready.empty());

  Send((*notify)->path(), "READY=1");
  Send((*notify)->path(), "MAINPID=1\nREADY=1\n");

  EXPECT_EQ((*notify)->Take().ready, (std::vector<pid_t>{getpid(), getpid()}));
  EXPECT_TRUE((*notify)->Take().ready.empty());
}

TEST(NotifySocketTest, TakesNothingElseForReady) {
  const TemporaryDirectory directory;
  const auto notify = NotifySocket::Listen(directory / "notify.sock");
  ASSERT_TRUE(IsOk(notify));

  for (const char* const text : {"", "READY=0", "XREADY=1", "READY=12"}) {
    Send((*notify)->path(), text);
  }

  EXPECT_TRUE((*notify)->Take().ready.empty());
}

TEST(NotifySocketTest, IsAskedToReloadWhereSomebodyListens) {
  const TemporaryDirectory directory;
  const std::string path = directory / "notify.sock";
  EXPECT_FALSE(NotifySocket::AskToReload(path));
  EXPECT_FALSE(NotifySocket::AskToReload("/" + std::string(107, 'x')));
  {
    const auto notify = NotifySocket::Listen(path);
    ASSERT_TRUE(IsOk(notify));

    EXPECT_TRUE(NotifySocket::AskToReload(path));

    EXPECT_TRUE((*notify)->Take().reload);
    EXPECT_FALSE((*notify)->Take().reload);
  }
  EXPECT_FALSE(NotifySocket::AskToReload(path));
}

TEST(NotifySocketTest, TakesThePlaceOfOneThatWasLeft) {
  const TemporaryDirectory directory;
  fclose(fopen((directory / "notify.sock").c_str(), "w"));

  EXPECT_TRUE(IsOk(NotifySocket::Listen(directory / "notify.sock")));
}

TEST(NotifySocketTest, RefusesAPathThatDoesNotFit) {
  EXPECT_TRUE(FailsWith(NotifySocket::Listen("/" + std::string(107, 'x')),
                        "FILE_UNUSABLE"));
}

}  // namespace
}  // namespace vigil::launcher
