#include <memory>
#include <vector>

#include "services/alerts/alert_service.h"
#include "services/alerts/model.h"
#include "services/common/app/service_main.h"

int main(int argc, char** argv) {
  using vigil::alerts::AlertService;
  using vigil::alerts::Model;

  vigil::app::ServiceMain service(
      "alerts", "Matches alerts with subscriptions and keeps their feeds.");
  return service.RunOnLedger<Model>(
      argc, argv,
      [](vigil::ledger::Replica<Model>& replica,
         const vigil::app::Environment& given) {
        auto rpcs = std::make_shared<AlertService>(replica, given.clock);
        return std::vector<vigil::rpc::Surface>{AlertService::Surface(rpcs)};
      });
}
