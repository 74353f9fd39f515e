#pragma once

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/redis/options.h"
#include "services/common/redis/reply.h"

struct redisContext;

namespace vigil::redis {

// A command with its arguments, which may hold any bytes and must outlive the
// call.
using Command = std::vector<absl::string_view>;

// One connection to a Redis that is a primary. Carries one call at a time; only
// `Interrupt` may come from another thread. After a failure it is dead for
// good, since a late answer would be taken for the next one's: drop it and open
// another.
//
// Errors of all calls:
//   UNAVAILABLE, OUTCOME_UNKNOWN: it broke; Redis may have done what it was
//     told.
//   UNAVAILABLE, STORE_UNAVAILABLE: it was dead before, or Redis said not now.
//   INTERNAL, STORE_REJECTED: Redis does not take the command.
class Connection {
 public:
  // Connects, authenticates, names the connection and checks that this is a
  // primary. `UNAVAILABLE`, `STORE_UNAVAILABLE`, if any of it fails.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const Options& options);

  absl::StatusOr<Reply> Run(const Command& command);

  // For a command that Redis may answer as late as after `block`.
  absl::StatusOr<Reply> RunBlocking(const Command& command,
                                    absl::Duration block);

  // Sends all commands at once. The answers may be errors: see
  // `StatusOfRejection`.
  absl::StatusOr<std::vector<Reply>> Pipeline(
      absl::Span<const Command> commands);

  bool usable() const { return usable_; }

  // Ends the call that another thread waits in, and every later one.
  void Interrupt() const;

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };

  Connection(redisContext* context, absl::Duration timeout);

  absl::Status Introduce(const Options& options);
  absl::Status Broken();
  absl::StatusOr<Reply> Receive();

  std::unique_ptr<redisContext, Free> context_;
  const absl::Duration timeout_;
  const int socket_;
  bool usable_ = true;
};

}  // namespace vigil::redis
