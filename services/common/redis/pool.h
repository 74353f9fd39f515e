#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"
#include "services/common/redis/connection.h"
#include "services/common/redis/gate.h"
#include "services/common/redis/options.h"

namespace vigil::redis {

// Connections to one Redis, opened on demand and used again. When one breaks,
// those that lie idle are dropped with it: they lead to the same Redis, which
// is gone. A failed command is never repeated here, since it may have been
// carried out. Ignores SIGPIPE in the process. Thread-safe.
class Pool {
 public:
  explicit Pool(Options options);

  // Runs the command on a connection of the pool. For errors see `Connection`.
  absl::StatusOr<Reply> Run(const Command& command);

  // Runs the commands, in order, on one connection.
  absl::StatusOr<std::vector<Reply>> Pipeline(
      absl::Span<const Command> commands);

  // Hands out a connection; give it back with `Return`, in whatever state.
  absl::StatusOr<std::unique_ptr<Connection>> Borrow();
  void Return(std::unique_ptr<Connection> connection);

 private:
  const Options options_;
  Gate gate_;
  Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::redis
