#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/ledger/replica.h"

namespace vigil::ledger {

// Commits and waits for what comes of it.
template <typename Model, typename Function>
absl::StatusOr<Committed> CommitNow(Replica<Model>& replica, Command command,
                                    Function decide) {
  auto result = std::make_shared<std::promise<absl::StatusOr<Committed>>>();
  std::future<absl::StatusOr<Committed>> future = result->get_future();
  replica.Commit(std::move(command), std::move(decide),
                 [result](absl::StatusOr<Committed> committed) {
                   result->set_value(std::move(committed));
                 });
  if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
    return absl::DeadlineExceededError("no answer to a command for 30 s");
  }
  return future.get();
}

// Waits until `condition()` holds; false if it does not within 10 s.
template <typename Condition>
bool Eventually(Condition condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

// Starts a replica and waits until it serves.
template <typename Model>
bool StartServing(Replica<Model>& replica) {
  replica.core().Start();
  return Eventually(
      [&] { return replica.core().state() == ReplicaState::kServing; });
}

}  // namespace vigil::ledger
