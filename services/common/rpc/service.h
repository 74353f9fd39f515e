#pragma once

#include <grpcpp/impl/service_type.h>

#include <deque>
#include <string>

#include "services/common/rpc/runtime.h"
#include "services/common/rpc/surface.h"

namespace vigil::rpc {

// A surface as gRPC takes it: a service of the callback API whose methods come
// from the table, with bytes for messages. What generated code does for types
// known to the compiler, it does for all.
class SurfaceService final : public grpc::Service {
 public:
  // None of the arguments is owned; all must outlive the server.
  SurfaceService(const Surface& surface, const Runtime& runtime,
                 Metrics& metrics);

 private:
  void AddUnary(const Route& route, const char* path);
  void AddServerStream(const Route& route, const char* path);
  void AddClientStream(const Route& route, const char* path);

  // gRPC keeps pointers into both, so they must not move.
  std::deque<Route> routes_;
  std::deque<std::string> paths_;
};

}  // namespace vigil::rpc
