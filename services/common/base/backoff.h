#pragma once

#include <algorithm>

#include "absl/time/time.h"
#include "services/common/base/random.h"

namespace vigil {

// How long to wait before the next try: at random up to a bound that doubles
// with each failure ("full jitter"), so that many who failed together do not
// come back together.
class Backoff {
 public:
  explicit Backoff(absl::Duration first = absl::Milliseconds(50),
                   absl::Duration most = absl::Seconds(2))
      : first_(first), most_(most), bound_(first) {}

  // At least a quarter of the bound, so that it is never a busy loop.
  absl::Duration Next() {
    const double part = 0.25 + 0.75 * RandomBelow(1001) / 1000;
    const absl::Duration delay = bound_ * part;
    bound_ = std::min(bound_ * 2, most_);
    return delay;
  }

  void Reset() { bound_ = first_; }

 private:
  absl::Duration first_;
  absl::Duration most_;
  absl::Duration bound_;
};

}  // namespace vigil
