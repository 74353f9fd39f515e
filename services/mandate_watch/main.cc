#include <vector>

#include "services/common/app/service_main.h"
#include "services/mandate_watch/mandate_watch_surface.h"
#include "services/mandate_watch/model.h"

int main(int argc, char** argv) {
  vigil::app::ServiceMain service(
      "mandate_watch",
      "Keeps the sessions, mandates and renewals of UN bodies, and tells what "
      "is up for renewal when.");
  using vigil::mandate_watch::Model;
  return service.RunOnLedger<Model>(
      argc, argv,
      [](vigil::ledger::Replica<Model>& replica,
         const vigil::app::Environment& environment) {
        std::vector<vigil::rpc::Surface> surfaces;
        surfaces.push_back(vigil::mandate_watch::MandateWatchSurface(
            replica, environment.clock));
        return surfaces;
      });
}
