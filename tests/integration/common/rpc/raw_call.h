#pragma once

#include <map>
#include <string>

#include "absl/time/time.h"

namespace vigil {

// What a client that knows nothing of our code sees of a unary call.
struct RawAnswer {
  int code = 0;
  std::string message;
  std::string details;  // The bytes of `grpc-status-details-bin`.
  std::string response;
  std::multimap<std::string, std::string> trailers;
};

using RawMetadata = std::multimap<std::string, std::string>;

// Sends any bytes to any method, e.g. `vigil.test.v1.EchoService/Say`.
RawAnswer RawCall(const std::string& address, const std::string& method,
                  const std::string& request, const RawMetadata& metadata,
                  absl::Duration timeout = absl::Seconds(10));

}  // namespace vigil
