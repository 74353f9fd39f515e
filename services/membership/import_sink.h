#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/rpc/source.h"
#include "services/membership/standard_methods.h"

namespace vigil::membership {

// Begins to take what `MembershipService.ImportRecords` is sent.
absl::StatusOr<std::unique_ptr<rpc::Sink>> OpenImport(
    MembershipReplica& replica, const rpc::Call& call);

}  // namespace vigil::membership
