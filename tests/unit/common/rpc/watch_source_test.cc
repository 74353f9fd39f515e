#include "services/common/rpc/watch_source.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "tests/support/fake_clock.h"
#include "tests/support/in_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/word_replica.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil::rpc {
namespace {

using test::v1::CountResponse;

class WatchSourceTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(replica_.StartServing()); }

  // Tells the revisions of entries whose word does not begin with `-`.
  std::unique_ptr<InProcessStream> Watch(int64_t after, int initial = 0) {
    WatchParts<CountResponse> parts;
    for (int i = 0; i < initial; ++i) {
      parts.initial.emplace_back().set_padding("initial");
    }
    parts.watcher = replica_.core().Watch(after);
    parts.fill = [](const ledger::Record& record,
                    CountResponse& response) -> absl::StatusOr<bool> {
      response.set_number(record.revision);
      return record.entry.events(0)[0] != '-';
    };
    parts.heartbeat = [this](CountResponse& response) {
      response.set_heartbeat(true);
      response.set_number(replica_.core().head_revision());
    };
    return std::make_unique<InProcessStream>(
        MakeWatchSource<CountResponse>(std::move(parts)));
  }

  void Commit(const std::string& word) {
    ASSERT_TRUE(IsOk(replica_.Commit({.actor = "editors/alice"}, word)));
  }

  static CountResponse Next(InProcessStream& stream) {
    CountResponse response;
    const auto next = stream.Next(response);
    EXPECT_TRUE(IsOk(next));
    EXPECT_TRUE(next.ok() && *next);
    return response;
  }

  ledger::MemoryStore store_;
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  ledger::WordReplica replica_{store_, clock_};
};

TEST_F(WatchSourceTest, TellsWhatWasAndWhatComes) {
  Commit("a");
  const auto stream = Watch(0);
  EXPECT_EQ(Next(*stream).number(), 1);
  std::thread writer([this] { Commit("b"); });
  EXPECT_EQ(Next(*stream).number(), 2);
  writer.join();
}

TEST_F(WatchSourceTest, SendsInitialMessagesFirst) {
  Commit("a");
  Commit("b");
  const auto stream = Watch(1, 2);
  EXPECT_EQ(Next(*stream).padding(), "initial");
  EXPECT_EQ(Next(*stream).padding(), "initial");
  EXPECT_EQ(Next(*stream).number(), 2);
}

TEST_F(WatchSourceTest, PassesOverWhatIsNotForIt) {
  for (int i = 0; i < 600; ++i) Commit("-");
  Commit("a");
  const auto stream = Watch(0);
  const CountResponse response = Next(*stream);
  EXPECT_EQ(response.number(), 601);
}

TEST_F(WatchSourceTest, HeartbeatTellsTheHead) {
  Commit("a");
  const auto stream = Watch(1);
  CountResponse response;
  stream->source().Heartbeat(response);
  EXPECT_TRUE(response.heartbeat());
  EXPECT_EQ(response.number(), 1);
}

TEST_F(WatchSourceTest, FarewellTellsTheLastRevision) {
  Commit("a");
  Commit("b");
  const auto stream = Watch(0);
  Next(*stream);
  const absl::Status farewell = stream->source().Farewell();
  EXPECT_TRUE(FailsWith(farewell, absl::StatusCode::kUnavailable, "STOPPING"));
  EXPECT_EQ(MetadataOf(farewell).at("last_revision"), "1");
}

TEST_F(WatchSourceTest, FarewellBeforeTheInitialMessagesAreSentSaysZero) {
  Commit("a");
  const auto stream = Watch(1, 2);
  Next(*stream);
  EXPECT_EQ(MetadataOf(stream->source().Farewell()).at("last_revision"), "0");
  Next(*stream);
  EXPECT_EQ(MetadataOf(stream->source().Farewell()).at("last_revision"), "1");
}

TEST_F(WatchSourceTest, EndsAsTheReplicaDoes) {
  const auto stream = Watch(0);
  std::thread stopper([this] { replica_.core().Stop(); });
  CountResponse response;
  EXPECT_TRUE(FailsWith(stream->Next(response), absl::StatusCode::kUnavailable,
                        "STOPPING"));
  stopper.join();
}

TEST_F(WatchSourceTest, FutureRevisionIsOutOfRange) {
  const auto stream = Watch(7);
  CountResponse response;
  EXPECT_TRUE(StatusIs(stream->Next(response), absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace vigil::rpc
