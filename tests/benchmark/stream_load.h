#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace vigil::benchmark {

// Takes the messages of `streams` endless streams, each over a connection of
// its own, for as long as `duration`; returns how many come in a second. An
// error if one is missing or doubled, which a sample of them shows.
absl::StatusOr<double> MessagesPerSecond(const std::string& address,
                                         int streams, absl::Duration duration);

}  // namespace vigil::benchmark
