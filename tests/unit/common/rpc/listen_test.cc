#include "services/common/rpc/listen.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include "tests/support/status_matchers.h"

namespace vigil::rpc {
namespace {

TEST(ListenAddressTest, SocketsAndLoopbackAreAllowed) {
  for (const char* address :
       {"unix:/run/vigil.sock", "127.0.0.1:0", "127.0.0.1:65535",
        "localhost:50051", "[::1]:50051", "127.1.2.3:1"}) {
    EXPECT_TRUE(IsOk(CheckListenAddress(address, false))) << address;
  }
}

TEST(ListenAddressTest, NetworksNeedAWord) {
  for (const char* address : {"0.0.0.0:50051", "[::]:1", "10.0.0.1:1"}) {
    EXPECT_TRUE(
        FailsWith(CheckListenAddress(address, false), "ADDRESS_INVALID"))
        << address;
    EXPECT_TRUE(IsOk(CheckListenAddress(address, true))) << address;
  }
}

TEST(ListenAddressTest, NonsenseIsRefused) {
  for (const char* address : {"", "unix:", "unix:relative", "127.0.0.1",
                              "127.0.0.1:", "127.0.0.1:65536", ":x"}) {
    EXPECT_TRUE(FailsWith(CheckListenAddress(address, true), "ADDRESS_INVALID"))
        << address;
  }
}

TEST(ListenAddressTest, PathMustFitIntoASocketAddress) {
  const std::string longest = "/" + std::string(106, 'x');
  EXPECT_TRUE(IsOk(CheckListenAddress("unix:" + longest, false)));
  EXPECT_TRUE(FailsWith(CheckListenAddress("unix:" + longest + "x", false),
                        "ADDRESS_INVALID"));
}

class SocketClaimTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string directory = testing::TempDir() + "/vigil-XXXXXX";
    ASSERT_NE(mkdtemp(directory.data()), nullptr);
    path_ = directory + "/s";
  }

  // Binds the socket; listens if asked to.
  int Bind(bool listens) {
    const int file = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.data(), path_.size());
    EXPECT_EQ(bind(file, reinterpret_cast<const sockaddr*>(&address),
                   sizeof(address)),
              0);
    if (listens) {
      EXPECT_EQ(listen(file, 1), 0);
    }
    return file;
  }

  absl::StatusOr<SocketClaim> Claim() {
    return SocketClaim::Acquire("unix:" + path_);
  }

  std::string path_;
};

TEST_F(SocketClaimTest, IsHeldByOneAtATime) {
  {
    const auto first = Claim();
    ASSERT_TRUE(IsOk(first));
    EXPECT_TRUE(FailsWith(Claim(), "ADDRESS_IN_USE"));
  }
  EXPECT_TRUE(IsOk(Claim()));
}

TEST_F(SocketClaimTest, RemovesTheSocketOfADeadProcess) {
  close(Bind(true));
  EXPECT_TRUE(IsOk(Claim()));
  struct stat status = {};
  EXPECT_NE(lstat(path_.c_str(), &status), 0);
}

TEST_F(SocketClaimTest, LeavesALivingSocketAlone) {
  const int file = Bind(true);
  EXPECT_TRUE(FailsWith(Claim(), "ADDRESS_IN_USE"));
  struct stat status = {};
  EXPECT_EQ(lstat(path_.c_str(), &status), 0);
  close(file);
}

TEST_F(SocketClaimTest, LeavesWhatIsNoSocketAlone) {
  std::ofstream(path_) << "precious";
  EXPECT_TRUE(FailsWith(Claim(), "ADDRESS_INVALID"));
  struct stat status = {};
  EXPECT_EQ(lstat(path_.c_str(), &status), 0);
}

TEST_F(SocketClaimTest, NeedsADirectory) {
  EXPECT_TRUE(FailsWith(SocketClaim::Acquire("unix:/nowhere/at/all"),
                        "ADDRESS_INVALID"));
}

TEST_F(SocketClaimTest, PortsNeedNone) {
  EXPECT_TRUE(IsOk(SocketClaim::Acquire("127.0.0.1:0")));
}

}  // namespace
}  // namespace vigil::rpc
