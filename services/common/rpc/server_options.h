#pragma once

#include <grpcpp/server_builder.h>

#include "services/common/rpc/server.h"

namespace vigil::rpc {

// Sets every limit that a server has on what clients can cost it.
void SetLimits(const ServerOptions& options, grpc::ServerBuilder& builder);

}  // namespace vigil::rpc
