#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <future>
#include <thread>

#include "grpc/health/v1/health.pb.h"
#include "services/common/rpc/signals.h"
#include "tests/integration/common/rpc/echo_server.h"

namespace vigil {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using test::v1::SayResponse;

constexpr char kCheck[] = "grpc.health.v1.Health/Check";
constexpr char kWatch[] = "grpc.health.v1.Health/Watch";

class ServerTest : public EchoServerTest {
 protected:
  std::string socket() const { return options_.address.substr(5); }
};

TEST_F(ServerTest, SocketIsTheOwnersAlone) {
  Start();
  struct stat status = {};
  ASSERT_EQ(stat(socket().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(ServerTest, SocketIsGoneAfterwards) {
  Start();
  server_.reset();
  struct stat status = {};
  EXPECT_NE(lstat(socket().c_str(), &status), 0);
  Start();
}

TEST_F(ServerTest, SecondServerOnTheSameSocketIsRefused) {
  Start();
  rpc::Health health;
  rpc::Metrics metrics;
  EXPECT_TRUE(FailsWith(
      rpc::Server::Start(options_, *directory_, {&surface_}, health, metrics),
      absl::StatusCode::kFailedPrecondition, "ADDRESS_IN_USE"));
  SayResponse response;
  EXPECT_TRUE(IsOk(Partner()->Call(kSay, SayRequestOf("x"), response)));
}

TEST_F(ServerTest, SecondServerOnTheSamePortIsRefused) {
  options_.address = "127.0.0.1:0";
  Start();
  SayResponse response;
  EXPECT_TRUE(IsOk(Partner()->Call(kSay, SayRequestOf("x"), response)));
  rpc::Health health;
  rpc::Metrics metrics;
  rpc::ServerOptions options = options_;
  options.address = server_->address();
  EXPECT_TRUE(FailsWith(
      rpc::Server::Start(options, *directory_, {&surface_}, health, metrics),
      "ADDRESS_IN_USE"));
}

TEST_F(ServerTest, TableWithAGapDoesNotStart) {
  rpc::Surface surface(&surface_.service());
  rpc::Metrics metrics;
  EXPECT_TRUE(FailsWith(
      rpc::Server::Start(options_, *directory_, {&surface}, health_, metrics),
      "METHOD_TABLE_INVALID"));
}

TEST_F(ServerTest, HealthNeedsNoToken) {
  Start();
  HealthCheckRequest request;
  HealthCheckResponse response;
  for (const char* service : {"", "vigil.test.v1.EchoService"}) {
    request.set_service(service);
    ASSERT_TRUE(IsOk(ClientOf("")->Call(kCheck, request, response)));
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  }
  health_.SetServing(false);
  ASSERT_TRUE(IsOk(ClientOf("")->Call(kCheck, request, response)));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
}

TEST_F(ServerTest, HealthIsWatchedThroughAStop) {
  Start();
  std::promise<void> watching;
  std::vector<HealthCheckResponse::ServingStatus> seen;
  std::thread watcher([&] {
    HealthCheckResponse response;
    EXPECT_TRUE(
        FailsWith(ClientOf("")->Stream(kWatch, HealthCheckRequest(), response,
                                       [&] {
                                         seen.push_back(response.status());
                                         if (seen.size() == 1)
                                           watching.set_value();
                                         return true;
                                       }),
                  absl::StatusCode::kUnavailable, "STOPPING"));
  });
  watching.get_future().wait();
  server_->Stop(absl::Seconds(5));
  watcher.join();
  EXPECT_EQ(seen.front(), HealthCheckResponse::SERVING);
}

TEST_F(ServerTest, CallsInFlightFinishDuringAStop) {
  Start();
  std::vector<std::thread> callers;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 20; ++i) {
    callers.emplace_back([&] {
      SayResponse response;
      if (Editor()->Call(kSayLater, SayRequestOf("x"), response).ok()) {
        ++answered;
      }
    });
  }
  EXPECT_TRUE(Eventually([&] { return echo_.calls() > 0; }));
  server_->Stop(absl::Seconds(5));
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(answered, 1);
}

TEST_F(ServerTest, StoppedServerIsUnreachable) {
  Start();
  const auto client = Partner();
  SayResponse response;
  ASSERT_TRUE(IsOk(client->Call(kSay, SayRequestOf("x"), response)));
  server_->Stop(absl::Seconds(1));
  EXPECT_TRUE(FailsWith(client->Call(kSay, SayRequestOf("x"), response),
                        absl::StatusCode::kUnavailable, "SERVER_UNREACHABLE"));
}

TEST_F(ServerTest, ClientComesBackByItself) {
  Start();
  const auto client = Partner();
  SayResponse response;
  ASSERT_TRUE(IsOk(client->Call(kSay, SayRequestOf("x"), response)));
  server_.reset();
  EXPECT_FALSE(client->Call(kSay, SayRequestOf("x"), response).ok());
  Start();
  EXPECT_TRUE(Eventually(
      [&] { return client->Call(kSay, SayRequestOf("x"), response).ok(); }));
}

TEST_F(ServerTest, ReflectionIsServedIfAskedFor) {
  options_.reflection = true;
  Start();
  SayResponse response;
  EXPECT_TRUE(IsOk(Partner()->Call(kSay, SayRequestOf("x"), response)));
  // Its method streams both ways; what matters is that it is there.
  const absl::Status status = ClientOf("")->Call(
      "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
      SayRequestOf("x"), response, absl::Now() + absl::Seconds(2));
  EXPECT_FALSE(absl::IsUnimplemented(status)) << status;
}

// As in every `main`: before a thread exists, which would not hold them.
[[maybe_unused]] const bool kSignalsAreHeld = (rpc::HoldStopSignals(), true);

TEST(SignalsTest, HangUpReloadsAndTerminationStops) {
  std::promise<int> stopped;
  std::promise<void> reloaded;
  std::thread waiter([&] {
    stopped.set_value(rpc::WaitForStop([&] { reloaded.set_value(); }));
  });
  kill(getpid(), SIGHUP);
  reloaded.get_future().wait();
  kill(getpid(), SIGTERM);
  EXPECT_EQ(stopped.get_future().get(), SIGTERM);
  waiter.join();
}

}  // namespace
}  // namespace vigil
