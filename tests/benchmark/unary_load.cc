#include "tests/benchmark/unary_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/clock.h"
#include "tests/benchmark/sample.h"
#include "tests/benchmark/subject.h"
#include "tests/benchmark/wire.h"
#include "vigil/alerts/v1/alert_requests.pb.h"

namespace vigil::benchmark {
namespace {

using std::chrono::steady_clock;

constexpr int kConnections = 4;

grpc::ByteBuffer RequestFor(int number) {
  alerts::v1::GetAlertRequest request;
  request.set_name(AlertName(number));
  return BytesOf(request.SerializeAsString());
}

// Ends when all callers of a measurement have.
struct Finish {
  std::atomic<int> running;
  std::promise<void> done;
  std::atomic<bool> failed = false;
};

// One call after the other, until the time is over.
class Caller {
 public:
  Caller(grpc::GenericStub& stub, int number)
      : stub_(stub), request_(RequestFor(number)) {}

  void Start(steady_clock::time_point end_time, Finish& finish) {
    end_time_ = end_time;
    finish_ = &finish;
    latencies_.clear();
    Next();
  }

  const std::vector<double>& latencies() const { return latencies_; }

 private:
  void Next() {
    context_.emplace();
    context_->AddMetadata("authorization", Authorization());
    context_->set_deadline(std::chrono::system_clock::now() +
                           std::chrono::seconds(10));
    begin_time_ = SteadyNow();
    stub_.UnaryCall(&*context_, kGetAlertPath, {}, &request_, &response_,
                    [this](const grpc::Status& status) { Ended(status); });
  }

  void Ended(const grpc::Status& status) {
    const auto now = SteadyNow();
    const std::chrono::duration<double, std::micro> latency = now - begin_time_;
    if (now <= end_time_) latencies_.push_back(latency.count());
    if (!status.ok()) finish_->failed.store(true);
    if (status.ok() && now < end_time_) return Next();
    if (finish_->running.fetch_sub(1) == 1) finish_->done.set_value();
  }

  inline static const std::string kGetAlertPath = absl::StrCat("/", kGetAlert);

  grpc::GenericStub& stub_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::optional<grpc::ClientContext> context_;
  steady_clock::time_point begin_time_;
  steady_clock::time_point end_time_;
  Finish* finish_ = nullptr;
  std::vector<double> latencies_;
};

}  // namespace

class UnaryClient::Connections {
 public:
  explicit Connections(const std::string& address) {
    for (int i = 0; i < kConnections; ++i) {
      channels_.push_back(OpenChannel(address));
      stubs_.push_back(std::make_unique<grpc::GenericStub>(channels_.back()));
    }
  }

  absl::Status WaitUntilServing() {
    for (const auto& channel : channels_) {
      if (!channel->WaitForConnected(std::chrono::system_clock::now() +
                                     std::chrono::seconds(20))) {
        return absl::UnavailableError("a server of the benchmark is not up");
      }
    }
    return CheckAnswer();
  }

  absl::StatusOr<Load> Run(int in_flight, absl::Duration duration) {
    while (callers_.size() < static_cast<size_t>(in_flight)) {
      const size_t number = callers_.size();
      callers_.push_back(std::make_unique<Caller>(
          *stubs_[number % kConnections], static_cast<int>(number)));
    }
    Finish finish{.running = in_flight};
    const auto begin_time = SteadyNow();
    const auto end_time = begin_time + absl::ToChronoNanoseconds(duration);
    for (int i = 0; i < in_flight; ++i) callers_[i]->Start(end_time, finish);
    finish.done.get_future().wait();
    if (finish.failed) return absl::InternalError("a call failed");

    std::vector<double> all;
    for (int i = 0; i < in_flight; ++i) {
      const std::vector<double>& some = callers_[i]->latencies();
      all.insert(all.end(), some.begin(), some.end());
    }
    return Load{.calls_per_second = static_cast<double>(all.size()) /
                                    absl::ToDoubleSeconds(duration),
                .p50 = Quantile(all, 0.5),
                .p99 = Quantile(all, 0.99),
                .calls = static_cast<double>(all.size())};
  }

 private:
  absl::Status CheckAnswer() {
    grpc::ClientContext context;
    context.AddMetadata("authorization", Authorization());
    const grpc::ByteBuffer request = RequestFor(7);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> ended;
    stubs_[0]->UnaryCall(
        &context, absl::StrCat("/", kGetAlert), {}, &request, &response,
        [&](const grpc::Status& status) { ended.set_value(status); });
    const grpc::Status status = ended.get_future().get();
    if (!status.ok()) return absl::InternalError(status.error_message());
    alerts::v1::Alert alert;
    grpc::ProtoBufferReader reader(&response);
    const bool right =
        alert.ParseFromZeroCopyStream(&reader) && alert.name() == AlertName(7);
    return right ? absl::OkStatus() : absl::InternalError("another alert");
  }

  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<Caller>> callers_;
};

UnaryClient::UnaryClient(const std::string& address)
    : connections_(std::make_unique<Connections>(address)) {}
UnaryClient::~UnaryClient() = default;

absl::Status UnaryClient::WaitUntilServing() {
  return connections_->WaitUntilServing();
}

absl::StatusOr<Load> UnaryClient::Run(int in_flight, absl::Duration duration) {
  return connections_->Run(in_flight, duration);
}

}  // namespace vigil::benchmark
