#include "tests/benchmark/stream_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <atomic>
#include <future>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/clock.h"
#include "tests/benchmark/subject.h"
#include "tests/benchmark/wire.h"

namespace vigil::benchmark {
namespace {

using grpc::ByteBuffer;

// How many messages there are to one that is looked into.
constexpr int64_t kSampled = 128;

// One stream. Only the sequences of a sample of the messages are looked at:
// the client is not to be the bottleneck.
class Taker final : public grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  explicit Taker(const std::string& address)
      : channel_(OpenChannel(address)), stub_(channel_) {
    alerts::v1::StreamAlertsRequest request;
    request.set_parent(kPartner);
    request_ = BytesOf(request.SerializeAsString());
    context_.AddMetadata("authorization", Authorization());
    context_.set_wait_for_ready(true);
  }

  void Start() {
    stub_.PrepareBidiStreamingCall(&context_, absl::StrCat("/", kStreamAlerts),
                                   {}, this);
    StartWriteLast(&request_, {});
    StartRead(&message_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const int64_t taken = taken_.fetch_add(1) + 1;
    if (taken % kSampled == 0 && !HasSequence(taken)) right_.store(false);
    StartRead(&message_);
  }

  void OnDone(const grpc::Status& /*status*/) override { done_.set_value(); }

  void Stop() {
    context_.TryCancel();
    done_.get_future().wait();
  }

  int64_t taken() const { return taken_.load(); }
  bool right() const { return right_.load(); }

 private:
  bool HasSequence(int64_t sequence) {
    alerts::v1::StreamAlertsResponse message;
    grpc::ProtoBufferReader reader(&message_);
    return message.ParseFromZeroCopyStream(&reader) &&
           message.item().sequence() == sequence;
  }

  const std::shared_ptr<grpc::Channel> channel_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  ByteBuffer request_;
  ByteBuffer message_;
  std::atomic<int64_t> taken_ = 0;
  std::atomic<bool> right_ = true;
  std::promise<void> done_;
};

int64_t Taken(const std::vector<std::unique_ptr<Taker>>& takers) {
  int64_t sum = 0;
  for (const auto& taker : takers) sum += taker->taken();
  return sum;
}

// False if any has not begun after 10 s.
bool WaitUntilFlowing(const std::vector<std::unique_ptr<Taker>>& takers) {
  const auto give_up_time = SteadyNow() + std::chrono::seconds(10);
  for (const auto& taker : takers) {
    while (taker->taken() < kSampled) {
      if (SteadyNow() > give_up_time) return false;
      absl::SleepFor(absl::Milliseconds(1));
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<double> MessagesPerSecond(const std::string& address,
                                         int streams, absl::Duration duration) {
  std::vector<std::unique_ptr<Taker>> takers;
  for (int i = 0; i < streams; ++i) {
    takers.push_back(std::make_unique<Taker>(address));
  }
  for (const auto& taker : takers) taker->Start();
  const bool flowing = WaitUntilFlowing(takers);
  absl::SleepFor(duration / 5);
  const int64_t before = Taken(takers);
  const auto begin_time = SteadyNow();
  absl::SleepFor(duration);
  const int64_t taken = Taken(takers) - before;
  const std::chrono::duration<double> passed = SteadyNow() - begin_time;
  bool right = true;
  for (const auto& taker : takers) {
    taker->Stop();
    right = right && taker->right();
  }
  if (!flowing) {
    return absl::InternalError(
        absl::StrCat("a stream from ", address, " does not flow"));
  }
  if (!right) return absl::InternalError("a stream has lost its order");
  return static_cast<double>(taken) / passed.count();
}

}  // namespace vigil::benchmark
