#include "services/common/app/readiness.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

namespace vigil::app {
namespace {

TEST(ReadinessTest, TellsWhoeverListens) {
  std::string directory = testing::TempDir() + "/vigil-XXXXXX";
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  const std::string path = directory + "/notify";
  const int file = socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  ASSERT_EQ(
      bind(file, reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
      0);
  setenv("NOTIFY_SOCKET", path.c_str(), 1);

  NotifyStarter("READY=1");

  unsetenv("NOTIFY_SOCKET");
  std::array<char, 32> buffer = {};
  const ssize_t size = recv(file, buffer.data(), buffer.size(), MSG_DONTWAIT);
  ASSERT_GT(size, 0);
  EXPECT_EQ(std::string(buffer.data(), static_cast<size_t>(size)), "READY=1");
  close(file);
}

TEST(ReadinessTest, NobodyListeningIsNoError) {
  unsetenv("NOTIFY_SOCKET");
  NotifyStarter("READY=1");
  setenv("NOTIFY_SOCKET", "/nowhere", 1);
  NotifyStarter("READY=1");
  setenv("NOTIFY_SOCKET", std::string(200, 'x').c_str(), 1);
  NotifyStarter("READY=1");
  unsetenv("NOTIFY_SOCKET");
}

}  // namespace
}  // namespace vigil::app
