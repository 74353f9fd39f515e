#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace vigil::benchmark {

// What a server answered in one measurement.
struct Load {
  double calls_per_second = 0;
  double p50 = 0;  // In microseconds, as the client sees it.
  double p99 = 0;
  double calls = 0;
};

// A client of the callback API with several connections, which reads alerts by
// name as bytes: it makes and parses no messages, to be no bottleneck.
class UnaryClient {
 public:
  // Connects to the server at `unix:/path` when it is there.
  explicit UnaryClient(const std::string& address);
  ~UnaryClient();

  // Waits until the server answers with the right alert.
  absl::Status WaitUntilServing();

  // Keeps `in_flight` calls on their way for as long as `duration`. An error
  // if one fails.
  absl::StatusOr<Load> Run(int in_flight, absl::Duration duration);

 private:
  class Connections;
  std::unique_ptr<Connections> connections_;
};

}  // namespace vigil::benchmark
