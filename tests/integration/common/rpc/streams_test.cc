#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/common/rpc/echo_server.h"

namespace vigil {
namespace {

using test::v1::CountResponse;
using test::v1::SayResponse;

// Resident memory of this process, client and server together.
int64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;
  return resident * 4096;
}

class StreamsTest : public EchoServerTest {};

TEST_F(StreamsTest, SendsAllMessagesInOrderAndEnds) {
  Start();
  CountResponse response;
  int64_t expected = 0;
  EXPECT_TRUE(
      IsOk(Partner()->Stream(kCount, CountRequestOf(10'000), response, [&] {
        EXPECT_EQ(response.number(), ++expected);
        return true;
      })));
  EXPECT_EQ(expected, 10'000);
  EXPECT_TRUE(Eventually([&] { return echo_.streams() == 0; }));
}

TEST_F(StreamsTest, SingleMessageArrives) {
  Start();
  CountResponse response;
  int received = 0;
  EXPECT_TRUE(IsOk(Partner()->Stream(kCount, CountRequestOf(1), response, [&] {
    ++received;
    return true;
  })));
  EXPECT_EQ(received, 1);
}

TEST_F(StreamsTest, TellsWhatComesAsItComes) {
  Start();
  std::atomic<int64_t> seen = 0;
  std::thread counter([&] {
    for (int64_t number = 1; number <= 500; ++number) {
      echo_.CountTo(number);
      // Sometimes the stream has caught up, sometimes not.
      if (number % 3 == 0) Eventually([&] { return seen == number; });
    }
  });
  CountResponse response;
  EXPECT_TRUE(IsOk(Partner()->Stream(kCount, CountRequestOf(0), response, [&] {
    EXPECT_EQ(response.number(), ++seen);
    return seen < 500;
  })));
  counter.join();
}

TEST_F(StreamsTest, ErrorsEndTheStream) {
  Start();
  CountResponse response;
  EXPECT_TRUE(StatusIs(Partner()->Stream(kCount, CountRequestOf(-1), response,
                                         [] { return true; }),
                       absl::StatusCode::kAborted));
}

TEST_F(StreamsTest, TokenIsAskedFor) {
  Start();
  CountResponse response;
  EXPECT_TRUE(FailsWith(ClientOf("")->Stream(kCount, CountRequestOf(1),
                                             response, [] { return true; }),
                        "TOKEN_MISSING"));
  EXPECT_EQ(echo_.calls(), 0);
}

TEST_F(StreamsTest, SilenceIsBrokenByHeartbeats) {
  options_.heartbeat_interval = absl::Milliseconds(100);
  Start();
  CountResponse response;
  int heartbeats = 0;
  const absl::Time start = absl::Now();
  EXPECT_TRUE(IsOk(Partner()->Stream(kCount, CountRequestOf(0), response, [&] {
    EXPECT_TRUE(response.heartbeat());
    return ++heartbeats < 3;
  })));
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(250));
}

TEST_F(StreamsTest, HeartbeatsDoNotStopTheCount) {
  options_.heartbeat_interval = absl::Milliseconds(100);
  Start();
  CountResponse response;
  int heartbeats = 0;
  int64_t seen = 0;
  EXPECT_TRUE(IsOk(Partner()->Stream(kCount, CountRequestOf(0), response, [&] {
    if (response.heartbeat()) {
      ++heartbeats;
      echo_.CountTo(seen + 1);
    } else {
      EXPECT_EQ(response.number(), ++seen);
    }
    return seen < 3;
  })));
  EXPECT_EQ(heartbeats, 3);
}

TEST_F(StreamsTest, ClientThatGoesIsForgotten) {
  Start();
  const auto client = Partner();
  std::thread reader([&] {
    CountResponse response;
    EXPECT_TRUE(FailsWith(client->Stream(kCount, CountRequestOf(0), response,
                                         [] { return true; }),
                          absl::StatusCode::kCancelled, "CLIENT_STOPPED"));
  });
  ASSERT_TRUE(Eventually([&] { return echo_.streams() == 1; }));
  client->Stop();
  reader.join();
  EXPECT_TRUE(Eventually([&] { return echo_.streams() == 0; }));
}

TEST_F(StreamsTest, StopEndsThemAtOnceWithTheirFarewell) {
  Start();
  echo_.CountTo(7);
  std::atomic<int> seen = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 5; ++i) {
    readers.emplace_back([&] {
      CountResponse response;
      int64_t last = 0;
      const absl::Status status =
          Partner()->Stream(kCount, CountRequestOf(0), response, [&] {
            last = response.number();
            ++seen;
            return true;
          });
      EXPECT_TRUE(
          FailsWith(status, absl::StatusCode::kUnavailable, "STOPPING"));
      EXPECT_EQ(MetadataOf(status)["last_revision"], std::to_string(last));
    });
  }
  ASSERT_TRUE(Eventually([&] { return seen == 35; }));

  const absl::Time start = absl::Now();
  server_->Stop(absl::Seconds(10));
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  for (std::thread& reader : readers) reader.join();
}

TEST_F(StreamsTest, StopAmidAFirehoseTellsWhatWasSent) {
  Start();
  std::atomic<int> flowing = 0;
  std::atomic<int> farewells = 0;
  std::vector<std::thread> readers;
  readers.reserve(3);
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      CountResponse response;
      int64_t last = 0;
      const absl::Status status = Partner()->Stream(
          kCount, CountRequestOf(1'000'000'000), response, [&] {
            EXPECT_EQ(response.number(), last + 1);
            last = response.number();
            if (last == 1000) ++flowing;
            return true;
          });
      EXPECT_TRUE(StatusIs(status, absl::StatusCode::kUnavailable));
      // gRPC's client forgets what it has yet to read where a write of its own
      // meets the closed socket.
      if (ReasonOf(status) == "SERVER_UNREACHABLE") return;
      EXPECT_TRUE(FailsWith(status, "STOPPING"));
      EXPECT_EQ(MetadataOf(status)["last_revision"], std::to_string(last));
      ++farewells;
    });
  }
  ASSERT_TRUE(Eventually([&] { return flowing == 3; }));
  server_->Stop(absl::Seconds(10));
  for (std::thread& reader : readers) reader.join();
  EXPECT_GE(farewells, 1);
}

TEST_F(StreamsTest, ClientThatDoesNotReadCostsBoundedMemory) {
  Start();
  const int64_t before = ResidentBytes();
  const auto client = Partner();
  std::promise<void> go_on;
  std::shared_future<void> may_go = go_on.get_future().share();
  std::atomic<int64_t> seen = 0;
  std::thread reader([&] {
    CountResponse response;
    const absl::Status ignored =
        client->Stream(kCount, CountRequestOf(2000, 100'000), response, [&] {
          if (++seen == 1) may_go.wait();
          return seen < 3;
        });
  });
  ASSERT_TRUE(Eventually([&] { return seen == 1; }));
  absl::SleepFor(absl::Milliseconds(300));
  // It would be 200 MB. What both sides buffer is a few MB at most.
  EXPECT_LT(ResidentBytes() - before, 32 << 20);
  go_on.set_value();
  reader.join();
}

TEST_F(StreamsTest, AThousandAreOpenAtOnce) {
  Start();
  constexpr int kStreams = 1000;
  std::vector<std::unique_ptr<rpc::Client>> clients;
  std::vector<std::thread> readers;
  std::atomic<int> seen = 0;
  for (int i = 0; i < 4; ++i) clients.push_back(Partner());
  for (int i = 0; i < kStreams; ++i) {
    readers.emplace_back([&, i] {
      CountResponse response;
      const absl::Status ignored = clients[i % clients.size()]->Stream(
          kCount, CountRequestOf(0), response, [&] {
            ++seen;
            return true;
          });
    });
  }
  EXPECT_TRUE(Eventually([&] { return echo_.streams() == kStreams; }));
  echo_.CountTo(1);
  EXPECT_TRUE(Eventually([&] { return seen == kStreams; }));
  SayResponse response;
  EXPECT_TRUE(IsOk(Partner()->Call(kSay, SayRequestOf("x"), response)));
  server_->Stop(absl::Seconds(10));
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(echo_.streams(), 0);
}

TEST_F(StreamsTest, EndsWhenItsCallerIsNotKnownAnyMore) {
  Start();
  std::promise<absl::Status> ended;
  std::thread reader([&] {
    CountResponse response;
    ended.set_value(Partner()->Stream(kCount, CountRequestOf(0), response,
                                      [] { return true; }));
  });
  std::thread other([&] {
    CountResponse response;
    EXPECT_TRUE(FailsWith(Editor()->Stream(kCount, CountRequestOf(0), response,
                                           [] { return true; }),
                          "STOPPING"));
  });
  ASSERT_TRUE(Eventually([&] { return echo_.streams() == 2; }));

  server_->RecheckCallers();
  EXPECT_EQ(echo_.streams(), 2) << "nobody was removed";
  Dismiss("partners/demo");

  EXPECT_TRUE(FailsWith(ended.get_future().get(),
                        absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN"));
  server_->Stop(absl::Seconds(10));
  reader.join();
  other.join();
}

TEST_F(StreamsTest, EndsAmidAFirehoseWhenItsCallerIsNotKnownAnyMore) {
  Start();
  std::promise<void> flowing;
  std::thread reader([&] {
    CountResponse response;
    const absl::Status status =
        Partner()->Stream(kCount, CountRequestOf(1'000'000'000), response, [&] {
          if (response.number() == 1000) flowing.set_value();
          return true;
        });
    EXPECT_TRUE(FailsWith(status, "TOKEN_UNKNOWN"));
  });
  flowing.get_future().wait();
  Dismiss("partners/demo");
  reader.join();
}

TEST_F(StreamsTest, TooManyAreRefused) {
  options_.max_streams = 1;
  Start();
  const auto client = Partner();
  std::thread reader([&] {
    CountResponse response;
    const absl::Status ignored = client->Stream(kCount, CountRequestOf(0),
                                                response, [] { return true; });
  });
  ASSERT_TRUE(Eventually([&] { return echo_.streams() == 1; }));
  CountResponse response;
  EXPECT_TRUE(FailsWith(Partner()->Stream(kCount, CountRequestOf(1), response,
                                          [] { return true; }),
                        absl::StatusCode::kResourceExhausted,
                        "TOO_MANY_STREAMS"));
  client->Stop();
  reader.join();
}

}  // namespace
}  // namespace vigil
