#pragma once

#include "services/common/base/clock.h"
#include "services/common/rpc/surface.h"
#include "services/membership/standard_methods.h"

namespace vigil::membership {

// The methods of `StateService`; see there. `replica` and `clock` must outlive
// it.
rpc::Surface StateSurface(MembershipReplica& replica, const Clock& clock);

}  // namespace vigil::membership
