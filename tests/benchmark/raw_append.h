#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace vigil::benchmark {

// How often in a second plain hiredis, one connection for each of `writers`
// threads, adds `entry` to the stream `raw` with XADD.
absl::StatusOr<double> RawAppendsPerSecond(const std::string& socket,
                                           int writers,
                                           const std::string& entry,
                                           absl::Duration duration);

}  // namespace vigil::benchmark
