// The peer: a callback server as gRPC's generator and guide have it, and no
// more. `vigil_benchmark_bare unix:/path` serves until it is killed.

#include <grpcpp/grpcpp.h>

#include "absl/container/flat_hash_map.h"
#include "tests/benchmark/subject.h"
#include "vigil/benchmark/v1/benchmark_service.grpc.pb.h"

namespace vigil::benchmark {
namespace {

using Alerts = absl::flat_hash_map<std::string, alerts::v1::Alert>;

// Sends without end, with write hints, as fast as gRPC takes it.
class EndlessWriter final
    : public grpc::ServerWriteReactor<alerts::v1::StreamAlertsResponse> {
 public:
  EndlessWriter(const Alerts& alerts, int64_t sequence)
      : alert_(alerts.begin()->second), sequence_(sequence) {
    FillItem(alert_, ++sequence_, message_);
    StartWrite(&message_);  // The first carries the metadata.
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    FillItem(alert_, ++sequence_, message_);
    StartWrite(&message_, grpc::WriteOptions().set_buffer_hint());
  }

  void OnDone() override { delete this; }

 private:
  const alerts::v1::Alert& alert_;
  int64_t sequence_;
  alerts::v1::StreamAlertsResponse message_;
};

class BareService final : public v1::BenchmarkService::CallbackService {
 public:
  BareService() {
    for (int i = 0; i < kAlerts; ++i) alerts_[AlertName(i)] = MakeAlert(i);
  }

  grpc::ServerUnaryReactor* GetAlert(grpc::CallbackServerContext* context,
                                     const alerts::v1::GetAlertRequest* request,
                                     alerts::v1::Alert* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const auto found = alerts_.find(request->name());
    if (found == alerts_.end()) {
      reactor->Finish({grpc::StatusCode::NOT_FOUND, "no such alert"});
      return reactor;
    }
    *response = found->second;
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<alerts::v1::StreamAlertsResponse>* StreamAlerts(
      grpc::CallbackServerContext* /*context*/,
      const alerts::v1::StreamAlertsRequest* request) override {
    return new EndlessWriter(alerts_, request->after_sequence());
  }

 private:
  Alerts alerts_;
};

int Serve(const std::string& address) {
  BareService service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return EXIT_FAILURE;
  server->Wait();
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return argc == 2 ? vigil::benchmark::Serve(argv[1]) : 2;
}
