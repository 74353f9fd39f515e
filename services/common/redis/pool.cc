#include "services/common/redis/pool.h"

#include <csignal>
#include <cstddef>
#include <utility>

#include "services/common/base/status_macros.h"

namespace vigil::redis {
namespace {

constexpr size_t kMaxIdle = 8;

}  // namespace

Pool::Pool(Options options) : options_(std::move(options)) {
  // Writing to a Redis that has gone must fail, not kill the process.
  std::signal(SIGPIPE, SIG_IGN);
}

absl::StatusOr<Reply> Pool::Run(const Command& command) {
  VIGIL_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  absl::StatusOr<Reply> reply = connection->Run(command);
  Return(std::move(connection));
  return reply;
}

absl::StatusOr<std::vector<Reply>> Pool::Pipeline(
    absl::Span<const Command> commands) {
  VIGIL_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  absl::StatusOr<std::vector<Reply>> replies = connection->Pipeline(commands);
  Return(std::move(connection));
  return replies;
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Borrow() {
  {
    MutexLock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  VIGIL_RETURN_IF_ERROR(gate_.Enter());
  absl::StatusOr<std::unique_ptr<Connection>> connection =
      Connection::Open(options_);
  if (connection.ok()) {
    gate_.Succeeded();
  } else {
    gate_.Failed();
  }
  return connection;
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  std::vector<std::unique_ptr<Connection>> dropped;
  MutexLock lock(mutex_);
  if (!connection->usable()) {
    dropped.swap(idle_);
  } else if (idle_.size() < kMaxIdle) {
    idle_.push_back(std::move(connection));
  }
}

}  // namespace vigil::redis
