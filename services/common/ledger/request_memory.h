#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/ledger/ledger.h"

namespace vigil::ledger {

// The requests that were answered lately, as the entries tell: every replica
// remembers the same ones. Forgets what is older than `memory` when a newer
// entry comes, and the oldest when there are more than `max_requests` or more
// than 64 MiB of them.
class RequestMemory {
 public:
  struct Answered {
    std::string digest;
    std::string answer;
    int64_t revision = 0;
  };

  RequestMemory(absl::Duration memory, int64_t max_requests)
      : memory_(memory), max_requests_(max_requests) {}

  // Returns the request, or null if it was not answered or is forgotten. Valid
  // until the next change.
  const Answered* Find(absl::string_view actor,
                       absl::string_view request_id) const;

  // Takes note of the request that the entry answers, if any.
  void Remember(const Entry& entry, int64_t revision);

  void Clear();
  int64_t size() const { return static_cast<int64_t>(order_.size()); }

  // As `v1.AnsweredRequests`, in chunks of at most 16 MiB.
  std::vector<std::string> Serialize() const;
  // `DATA_LOSS` if a chunk is none.
  absl::Status Restore(const std::vector<std::string>& chunks);

 private:
  struct Place {
    std::string key;
    int64_t revision = 0;
    absl::Time time;
    int64_t bytes = 0;
  };

  void Insert(std::string key, Answered answered, absl::Time time);
  void ForgetBefore(absl::Time time);
  void ForgetOldest();

  const absl::Duration memory_;
  const int64_t max_requests_;
  std::unordered_map<std::string, Answered> answered_;
  std::deque<Place> order_;  // Oldest first.
  int64_t bytes_ = 0;
};

}  // namespace vigil::ledger
