#include <vector>

#include "services/common/app/service_main.h"
#include "services/membership/membership_surface.h"
#include "services/membership/state_surface.h"

int main(int argc, char** argv) {
  using vigil::membership::MembershipReplica;
  vigil::app::ServiceMain service(
      "membership",
      "Keeps states with their freedom scores and groupings, and who sits in, "
      "and runs for, the bodies of the United Nations.");
  return service.RunOnLedger<vigil::membership::Model>(
      argc, argv,
      [](MembershipReplica& replica, const vigil::app::Environment& given) {
        std::vector<vigil::rpc::Surface> surfaces;
        surfaces.push_back(
            vigil::membership::StateSurface(replica, given.clock));
        surfaces.push_back(
            vigil::membership::MembershipSurface(replica, given.clock));
        return surfaces;
      });
}
