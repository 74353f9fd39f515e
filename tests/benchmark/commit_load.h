#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/redis/options.h"

namespace vigil::benchmark {

// What came of commits.
struct Commits {
  double per_second = 0;
  double p50 = 0;  // In microseconds, from `Commit` to `done`.
  double p99 = 0;
};

// A replica over a ledger in Redis, and writers that commit to it.
class CommitLoad {
 public:
  explicit CommitLoad(const redis::Options& options);
  ~CommitLoad();

  // Waits until the replica serves.
  absl::Status WaitUntilServing();

  // Each of `writers`, of a scope of its own, commits one entry of
  // `events_each` events after the other.
  absl::StatusOr<Commits> Run(int writers, int events_each,
                              absl::Duration duration);

  // `INTERNAL` if the ledger does not hold exactly what was acknowledged.
  absl::Status CheckNothingIsMissing();

  // An entry as it lies in Redis, of one event.
  std::string SampleEntry();

 private:
  class Writer;
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vigil::benchmark
