// Vigil's server runtime over a model that a replica keeps:
// `vigil_benchmark_served unix:/path` serves until it is killed.

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/directory.h"
#include "services/common/identity/token.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/server.h"
#include "tests/benchmark/subject.h"
#include "tests/support/memory_store.h"
#include "tests/support/replica.h"
#include "vigil/benchmark/v1/benchmark_service.pb.h"

namespace vigil::benchmark {
namespace {

using alerts::v1::Alert;
using alerts::v1::GetAlertRequest;
using alerts::v1::StreamAlertsRequest;
using alerts::v1::StreamAlertsResponse;

// The alerts of a ledger, by name.
class Shelf final : public ledger::Fold {
 public:
  absl::Status Apply(const ledger::Entry& entry,
                     int64_t /*revision*/) override {
    for (const std::string& event : entry.events()) {
      Alert alert;
      alert.ParseFromString(event);
      alerts_[alert.name()] = alert;
    }
    return absl::OkStatus();
  }
  std::vector<std::string> Serialize() const override { return {}; }
  absl::Status Restore(const std::vector<std::string>&) override {
    return absl::OkStatus();
  }
  void Clear() override { alerts_.clear(); }

  absl::Status Get(const std::string& name, Alert& alert) const {
    const auto found = alerts_.find(name);
    if (found == alerts_.end()) return absl::NotFoundError("no such alert");
    alert = found->second;
    return absl::OkStatus();
  }

 private:
  absl::flat_hash_map<std::string, Alert> alerts_;
};

// Sends without end.
class EndlessSource final : public rpc::Source {
 public:
  EndlessSource(Alert alert, int64_t sequence)
      : alert_(std::move(alert)), sequence_(sequence) {}

  absl::StatusOr<Next> Pull(google::protobuf::Message& message,
                            std::function<void()> /*wake*/) override {
    FillItem(alert_, ++sequence_, static_cast<StreamAlertsResponse&>(message));
    return Next::kMessage;
  }
  void Heartbeat(google::protobuf::Message& /*message*/) override {}
  absl::Status Farewell() override {
    return absl::UnavailableError("the server stops");
  }

 private:
  const Alert alert_;
  int64_t sequence_;
};

using Shelves = ledger::Replica<Shelf>;

rpc::Surface MakeSurface(const Shelves& shelves) {
  rpc::Surface surface(
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "vigil.benchmark.v1.BenchmarkService"));
  surface.Unary<GetAlertRequest, Alert>(
      "GetAlert", identity::kReaders,
      [&](const rpc::Call&, const GetAlertRequest& request, Alert& response) {
        return shelves.Read([&](const Shelf& shelf, int64_t) {
          return shelf.Get(request.name(), response);
        });
      });
  surface.ServerStream<StreamAlertsRequest, StreamAlertsResponse>(
      "StreamAlerts", identity::kReaders,
      [](const rpc::Call&, const StreamAlertsRequest& request)
          -> absl::StatusOr<std::unique_ptr<rpc::Source>> {
        return std::make_unique<EndlessSource>(MakeAlert(0),
                                               request.after_sequence());
      });
  return surface;
}

identity::v1::Principals MakePrincipals(const std::string& key) {
  identity::v1::Principals principals;
  identity::v1::Principal& partner = *principals.add_principals();
  partner.set_name(kPartner);
  partner.set_role(identity::v1::ROLE_PARTNER);
  partner.set_token_hash(identity::HexHashToken(key, kToken));
  return principals;
}

absl::StatusOr<ledger::Decision> DecideShelf(const Shelf& /*shelf*/,
                                             absl::Time /*now*/) {
  ledger::Decision decision{.event_type = "vigil.alerts.v1.Alert"};
  for (int i = 0; i < kAlerts; ++i) {
    decision.events.push_back(MakeAlert(i).SerializeAsString());
  }
  return decision;
}

absl::Status Serve(const std::string& address) {
  ledger::MemoryStore store;
  ledger::MemoryLedger ledger(store);
  const SystemClock clock;
  Shelf shelf;
  Shelves shelves(ledger, shelf, clock);
  ledger::StartServing(shelves);
  VIGIL_RETURN_IF_ERROR(
      ledger::CommitNow(shelves, {.actor = "benchmark"}, DecideShelf).status());

  const std::string key(identity::kKeySize, 'k');
  const identity::Directory directory(key, MakePrincipals(key));
  const rpc::Surface surface = MakeSurface(shelves);
  rpc::Health health;
  rpc::Metrics metrics;
  VIGIL_ASSIGN_OR_RETURN(const std::unique_ptr<rpc::Server> server,
                         rpc::Server::Start({.address = address}, directory,
                                            {&surface}, health, metrics));
  health.SetServing(true);
  while (true) pause();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const absl::Status status = vigil::benchmark::Serve(argv[1]);
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return EXIT_FAILURE;
}
