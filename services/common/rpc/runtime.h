#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "services/common/rpc/gate.h"
#include "services/common/rpc/metrics.h"

namespace vigil::rpc {

class Pump;

// What every call of a server stands on. Outlives all of them.
struct Runtime {
  const Gate* gate = nullptr;
  Pump* pump = nullptr;
  // The longest that a unary call may take.
  absl::Duration max_unary_time;
  // Of a message that comes in.
  size_t max_message_bytes = 0;
  bool log_calls = false;
};

// A row of the table, with what is prepared for it once.
struct Route {
  const Runtime* runtime = nullptr;
  const Method* method = nullptr;
  std::string path;  // `vigil.membership.v1.MembershipService/GetState`
  MethodMetrics* metrics = nullptr;
};

}  // namespace vigil::rpc
