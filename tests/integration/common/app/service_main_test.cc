#include "services/common/app/service_main.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "services/common/identity/token.h"
#include "services/common/rpc/client.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil::app {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using test::v1::CountRequest;
using test::v1::CountResponse;
using test::v1::SayRequest;
using test::v1::SayResponse;

constexpr char kProgram[] = VIGIL_WORD_SERVICE;

// Waits until `condition()` holds; false if it does not within 10 s.
template <typename Condition>
bool Eventually(Condition condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

// The program of a service, in a directory of its own.
class ServiceMainTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/vigil-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
    Write("key", std::string(64, 'a'));
    WritePrincipals(token_);
    notify_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = directory_ + "/notify";
    std::memcpy(address.sun_path, path.data(), path.size());
    ASSERT_EQ(bind(notify_, reinterpret_cast<const sockaddr*>(&address),
                   sizeof(address)),
              0);
  }

  void TearDown() override {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
    close(notify_);
  }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name) << text;
    chmod((directory_ + "/" + name).c_str(), 0600);
  }

  void WritePrincipals(const std::string& token) {
    Write("principals",
          R"({"principals":[{"name":"editors/alice","role":"ROLE_EDITOR",)"
          R"("token_hash":")" +
              identity::HexHashToken(std::string(32, '\xaa'), token) + "\"}]}");
  }

  // Starts the program with these flags alone.
  void Execute(const std::vector<std::string>& flags) {
    process_ = fork();
    if (process_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int log =
        open((directory_ + "/log").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(log, STDERR_FILENO);
    dup2(log, STDOUT_FILENO);
    setenv("NOTIFY_SOCKET", (directory_ + "/notify").c_str(), 1);
    std::vector<char*> arguments = {const_cast<char*>(kProgram)};
    for (const std::string& flag : flags) {
      arguments.push_back(const_cast<char*>(flag.c_str()));
    }
    arguments.push_back(nullptr);
    execv(kProgram, arguments.data());
    _exit(127);
  }

  void Start() {
    Execute({"--listen", address(), "--redis", "unix:" + redis_.socket(),
             "--principals", directory_ + "/principals", "--principals-key",
             directory_ + "/key", "--grace-period", "3s"});
  }

  // Waits for the program to end; returns its exit code.
  int Wait() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  int Stop() {
    kill(process_, SIGTERM);
    return Wait();
  }

  std::string log() const {
    std::ostringstream text;
    text << std::ifstream(directory_ + "/log").rdbuf();
    return text.str();
  }

  // What the program has told its starter since the last time.
  std::string Told() const {
    std::array<char, 64> buffer = {};
    const ssize_t size =
        recv(notify_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size > 0 ? std::string(buffer.data(), static_cast<size_t>(size))
                    : "";
  }

  std::string address() const { return "unix:" + directory_ + "/s"; }
  std::unique_ptr<rpc::Client> Client(const std::string& token) const {
    return std::make_unique<rpc::Client>(
        rpc::ClientOptions{.address = address(), .token = token});
  }

  bool Serves() const {
    HealthCheckResponse response;
    return Client("")
               ->Call("grpc.health.v1.Health/Check", HealthCheckRequest(),
                      response)
               .ok() &&
           response.status() == HealthCheckResponse::SERVING;
  }

  absl::Status Call(const char* method, const std::string& token) {
    SayRequest request;
    request.set_text("x");
    return Client(token)->Call(
        std::string("vigil.test.v1.EchoService/") + method, request, response_);
  }

  const std::string token_ = identity::GenerateToken();
  std::string directory_;
  RedisServer redis_{true};
  SayResponse response_;
  pid_t process_ = -1;
  int notify_ = -1;
};

TEST_F(ServiceMainTest, ServesWritesAndStops) {
  Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  EXPECT_EQ(Told(), "READY=1");
  ASSERT_TRUE(IsOk(Call("SayLater", token_)));
  ASSERT_TRUE(IsOk(Call("Say", token_)));
  EXPECT_EQ(response_.text(), "1");
  EXPECT_EQ(Stop(), 0) << log();
  EXPECT_EQ(Told(), "STOPPING=1");

  Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  ASSERT_TRUE(IsOk(Call("Say", token_)));
  EXPECT_EQ(response_.text(), "1");
}

TEST_F(ServiceMainTest, StartsAndWaitsWhileRedisIsAway) {
  redis_.Kill();
  Start();
  ASSERT_TRUE(Eventually([&] {
    HealthCheckResponse response;
    return Client("")
        ->Call("grpc.health.v1.Health/Check", HealthCheckRequest(), response)
        .ok();
  })) << log();
  EXPECT_FALSE(Serves());
  EXPECT_EQ(Told(), "");
  EXPECT_TRUE(StatusIs(Call("Say", token_), absl::StatusCode::kUnavailable));
  redis_.Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  EXPECT_EQ(Told(), "READY=1");
}

TEST_F(ServiceMainTest, HealthFollowsRedis) {
  Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  const absl::Time killed = absl::Now();
  redis_.Kill();
  ASSERT_TRUE(Eventually([&] { return !Serves(); }));
  EXPECT_LT(absl::Now() - killed, absl::Seconds(5));
  EXPECT_TRUE(IsOk(Call("Say", token_)));
  EXPECT_TRUE(
      StatusIs(Call("SayLater", token_), absl::StatusCode::kUnavailable));
  redis_.Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  EXPECT_TRUE(IsOk(Call("SayLater", token_)));
}

TEST_F(ServiceMainTest, OpenStreamsEndWithTheirRevision) {
  Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  ASSERT_TRUE(IsOk(Call("SayLater", token_)));
  std::atomic<int> seen = 0;
  std::thread watcher([&] {
    CountResponse response;
    const absl::Status status = Client(token_)->Stream(
        "vigil.test.v1.EchoService/Count", CountRequest(), response, [&] {
          ++seen;
          return true;
        });
    EXPECT_TRUE(FailsWith(status, absl::StatusCode::kUnavailable, "STOPPING"));
    EXPECT_EQ(MetadataOf(status)["last_revision"], "1");
  });
  EXPECT_TRUE(Eventually([&] { return seen == 1; }));
  EXPECT_EQ(Stop(), 0) << log();
  watcher.join();
}

TEST_F(ServiceMainTest, HangUpReadsThePrincipalsAgain) {
  Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  const std::string other = identity::GenerateToken();
  EXPECT_TRUE(FailsWith(Call("Say", other), "TOKEN_UNKNOWN"));

  WritePrincipals(other);
  kill(process_, SIGHUP);
  EXPECT_TRUE(Eventually([&] { return Call("Say", other).ok(); }));
  EXPECT_TRUE(FailsWith(Call("Say", token_), "TOKEN_UNKNOWN"));

  Write("principals", "{");
  kill(process_, SIGHUP);
  EXPECT_TRUE(Eventually([&] {
    return log().find("PRINCIPALS") != std::string::npos ||
           log().find("kept the principals") != std::string::npos;
  }));
  EXPECT_TRUE(IsOk(Call("Say", other)));
}

TEST_F(ServiceMainTest, NothingSecretIsLogged) {
  Start();
  ASSERT_TRUE(Eventually([&] { return Serves(); })) << log();
  EXPECT_FALSE(Call("Say", "vgl_somebodys_secret").ok());
  EXPECT_TRUE(IsOk(Call("Say", token_)));
  EXPECT_EQ(Stop(), 0);
  const std::string text = log();
  EXPECT_NE(text.find("TOKEN_UNKNOWN"), std::string::npos) << text;
  EXPECT_EQ(text.find("somebodys_secret"), std::string::npos) << text;
  EXPECT_EQ(text.find(token_), std::string::npos) << text;
}

TEST_F(ServiceMainTest, HelpIsWorthReading) {
  Execute({"--help"});
  EXPECT_EQ(Wait(), 0);
  for (const char* text : {"--listen", "--redis", "--clock", "Keeps what"}) {
    EXPECT_NE(log().find(text), std::string::npos) << log();
  }
}

TEST_F(ServiceMainTest, MistakesAreTwoAndFailuresOneInOneLine) {
  Execute({"--other"});
  EXPECT_EQ(Wait(), 2);
  Execute({"--listen", "0.0.0.0:1", "--principals", directory_ + "/principals",
           "--principals-key", directory_ + "/key"});
  EXPECT_EQ(Wait(), 2) << log();
  Execute(
      {"--principals", "/nowhere", "--principals-key", directory_ + "/key"});
  EXPECT_EQ(Wait(), 1) << log();
  const std::string text = log();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

}  // namespace
}  // namespace vigil::app
