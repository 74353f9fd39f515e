#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/rpc/source.h"
#include "services/membership/standard_methods.h"
#include "vigil/membership/v1/watch.pb.h"

namespace vigil::membership {

inline constexpr int kInitialEventsPerMessage = 500;

// Begins what `MembershipService.Watch` streams.
absl::StatusOr<std::unique_ptr<rpc::Source>> OpenWatch(
    MembershipReplica& replica, const v1::WatchRequest& request);

}  // namespace vigil::membership
