#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/benchmark/unary_load.h"

namespace vigil::benchmark {

// Whether nghttp2's load generator is installed.
bool HasH2load();

// Reads an alert with h2load, which needs a tenth of the processor time of a
// client of gRPC. `scratch` is a directory.
absl::StatusOr<Load> RunH2load(const std::string& socket, int in_flight,
                               absl::Duration duration,
                               const std::string& scratch);

}  // namespace vigil::benchmark
