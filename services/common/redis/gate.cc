#include "services/common/redis/gate.h"

#include "services/common/base/clock.h"
#include "services/common/base/error.h"

namespace vigil::redis {

absl::Status Gate::Enter() {
  MutexLock lock(mutex_);
  if (!failing_) return absl::OkStatus();
  if (somebody_tries_ || SteadyNow() < open_time_) {
    return Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                 "Redis cannot be reached; the next try is due in a moment");
  }
  somebody_tries_ = true;
  return absl::OkStatus();
}

void Gate::Succeeded() {
  MutexLock lock(mutex_);
  failing_ = false;
  somebody_tries_ = false;
  backoff_.Reset();
}

void Gate::Failed() {
  MutexLock lock(mutex_);
  failing_ = true;
  somebody_tries_ = false;
  open_time_ = SteadyNow() + absl::ToChronoMicroseconds(backoff_.Next());
}

}  // namespace vigil::redis
