#include "tests/integration/common/rpc/echo.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/rpc/errors.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil {
namespace {

using test::v1::CountRequest;
using test::v1::CountResponse;
using test::v1::SayRequest;
using test::v1::SayResponse;
using test::v1::SumRequest;
using test::v1::SumResponse;

}  // namespace

class Echo::Counter final : public rpc::Source {
 public:
  Counter(Echo& echo, const CountRequest& request)
      : echo_(echo), request_(request) {
    MutexLock lock(echo_.mutex_);
    ++echo_.streams_;
  }
  ~Counter() override {
    std::function<void()> wake;
    MutexLock lock(echo_.mutex_);
    --echo_.streams_;
    const auto found = echo_.wakes_.find(this);
    if (found == echo_.wakes_.end()) return;
    wake = std::move(found->second);
    echo_.wakes_.erase(found);
  }

  absl::StatusOr<Next> Pull(google::protobuf::Message& message,
                            std::function<void()> wake) override {
    if (request_.last() < 0) return absl::AbortedError("negative");
    if (request_.last() > 0 && number_ == request_.last()) return Next::kEnd;
    if (request_.last() == 0 &&
        echo_.OnCount(this, number_, std::move(wake)) == number_) {
      return Next::kWait;
    }
    auto& response = static_cast<CountResponse&>(message);
    response.set_number(++number_);
    response.set_padding(std::string(request_.padding(), 'x'));
    return Next::kMessage;
  }

  void Heartbeat(google::protobuf::Message& message) override {
    static_cast<CountResponse&>(message).set_heartbeat(true);
  }

  absl::Status Farewell() override {
    return WithMetadata(rpc::StoppingError(), "last_revision",
                        absl::StrCat(number_));
  }

 private:
  Echo& echo_;
  const CountRequest request_;
  int64_t number_ = 0;
};

class Echo::Adder final : public rpc::Sink {
 public:
  absl::Status Push(const google::protobuf::Message& message) override {
    const int64_t number = static_cast<const SumRequest&>(message).number();
    if (number < 0) {
      return InvalidFieldError("number", "must not be negative");
    }
    sum_ += number;
    return absl::OkStatus();
  }

  void Finish(google::protobuf::Message& response,
              std::function<void(absl::Status)> done) override {
    static_cast<SumResponse&>(response).set_sum(sum_);
    done(absl::OkStatus());
  }

 private:
  int64_t sum_ = 0;
};

Echo::~Echo() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(mutex_);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

void Echo::CountTo(int64_t number) {
  std::map<const void*, std::function<void()>> wakes;
  {
    MutexLock lock(mutex_);
    number_ = number;
    wakes.swap(wakes_);
  }
  for (const auto& [counter, wake] : wakes) wake();
}

int64_t Echo::calls() const {
  MutexLock lock(mutex_);
  return calls_;
}

int64_t Echo::streams() const {
  MutexLock lock(mutex_);
  return streams_;
}

void Echo::Called() {
  MutexLock lock(mutex_);
  ++calls_;
}

// Returns the number to which counts go; keeps `wake` if that is `seen`.
int64_t Echo::OnCount(const void* counter, int64_t seen,
                      std::function<void()> wake) {
  MutexLock lock(mutex_);
  if (number_ <= seen) {
    wakes_[counter] = std::move(wake);
    return seen;
  }
  return number_;
}

absl::Status Echo::Say(const rpc::Call& call, const std::string& text,
                       std::string& said, std::string& caller) {
  Called();
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "fail ")) {
    for (int code = 1; code <= 16; ++code) {
      const auto status_code = static_cast<absl::StatusCode>(code);
      if (rpc::CodeName(status_code) == rest) {
        return Error(status_code, "AS_ASKED", "it was asked to fail");
      }
    }
  }
  said = text;
  caller = call.principal.name;
  return absl::OkStatus();
}

rpc::Surface Echo::MakeSurface() {
  rpc::Surface surface(
      SayRequest::descriptor()->file()->FindServiceByName("EchoService"));
  surface.Unary<SayRequest, SayResponse>(
      "Say", identity::kReaders,
      [this](const rpc::Call& call, const SayRequest& request,
             SayResponse& response) {
        return Say(call, request.text(), *response.mutable_text(),
                   *response.mutable_caller());
      });
  surface.Deferred<SayRequest, SayResponse>(
      "SayLater", identity::kEditors,
      [this](const rpc::Call& call, const SayRequest& request,
             SayResponse& response, rpc::Reply reply) {
        MutexLock lock(mutex_);
        threads_.emplace_back(
            [this, &call, &request, &response, reply = std::move(reply)] {
              if (request.text() == "sleep") {
                absl::SleepFor(absl::Milliseconds(100));
              }
              reply(Say(call, request.text(), *response.mutable_text(),
                        *response.mutable_caller()));
            });
      });
  surface.ServerStream<CountRequest, CountResponse>(
      "Count", identity::kReaders,
      [this](const rpc::Call&, const CountRequest& request)
          -> absl::StatusOr<std::unique_ptr<rpc::Source>> {
        Called();
        return std::make_unique<Counter>(*this, request);
      });
  surface.ClientStream<SumRequest, SumResponse>(
      "Sum", identity::kReaders,
      [this](const rpc::Call&) -> absl::StatusOr<std::unique_ptr<rpc::Sink>> {
        Called();
        return std::make_unique<Adder>();
      });
  return surface;
}

}  // namespace vigil
