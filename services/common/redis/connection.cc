#include "services/common/redis/connection.h"

#include <hiredis/hiredis.h>
#include <sys/socket.h>

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::redis {
namespace {

absl::Status UnreachableError(absl::string_view detail) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
               absl::StrCat("Redis cannot be reached: ", detail));
}

// Puts the command into the connection's output buffer.
bool Send(redisContext* context, const Command& command) {
  std::vector<const char*> arguments;
  std::vector<size_t> lengths;
  arguments.reserve(command.size());
  lengths.reserve(command.size());
  for (const absl::string_view argument : command) {
    // Redis is never given a null pointer, not even with length 0.
    arguments.push_back(argument.empty() ? "" : argument.data());
    lengths.push_back(argument.size());
  }
  return redisAppendCommandArgv(context, static_cast<int>(command.size()),
                                arguments.data(), lengths.data()) == REDIS_OK;
}

}  // namespace

void Connection::Free::operator()(redisContext* context) const {
  redisFree(context);
}

Connection::Connection(redisContext* context, absl::Duration timeout)
    : context_(context), timeout_(timeout), socket_(context->fd) {}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const Options& options) {
  const timeval timeout = absl::ToTimeval(options.connect_timeout);
  redisContext* const context =
      options.unix_socket.empty()
          ? redisConnectWithTimeout(options.host.c_str(), options.port, timeout)
          : redisConnectUnixWithTimeout(options.unix_socket.c_str(), timeout);
  if (context == nullptr) return UnreachableError("out of memory");
  std::unique_ptr<Connection> connection(
      new Connection(context, options.command_timeout));
  if (context->err != 0) return UnreachableError(context->errstr);
  if (redisSetTimeout(context, absl::ToTimeval(options.command_timeout)) !=
      REDIS_OK) {
    return UnreachableError(context->errstr);
  }
  if (options.unix_socket.empty()) redisEnableKeepAlive(context);
  if (const absl::Status status = connection->Introduce(options);
      !status.ok()) {
    return UnreachableError(status.message());
  }
  return connection;
}

absl::Status Connection::Introduce(const Options& options) {
  if (!options.password.empty()) {
    const Command auth = options.user.empty()
                             ? Command{"AUTH", options.password}
                             : Command{"AUTH", options.user, options.password};
    VIGIL_RETURN_IF_ERROR(Run(auth).status());
  }
  VIGIL_RETURN_IF_ERROR(
      Run({"CLIENT", "SETNAME", options.client_name}).status());
  VIGIL_ASSIGN_OR_RETURN(const Reply role, Run({"ROLE"}));
  if (role[0].text() != "master") {
    return absl::UnavailableError("it is a replica, not the primary");
  }
  return options.prepare ? options.prepare(*this) : absl::OkStatus();
}

absl::StatusOr<Reply> Connection::Run(const Command& command) {
  VIGIL_ASSIGN_OR_RETURN(std::vector<Reply> replies, Pipeline({command}));
  if (replies.front().IsError()) {
    return StatusOfRejection(replies.front().text());
  }
  return std::move(replies.front());
}

absl::StatusOr<Reply> Connection::RunBlocking(const Command& command,
                                              absl::Duration block) {
  redisSetTimeout(context_.get(), absl::ToTimeval(block + timeout_));
  absl::StatusOr<Reply> reply = Run(command);
  if (usable_) redisSetTimeout(context_.get(), absl::ToTimeval(timeout_));
  return reply;
}

absl::StatusOr<std::vector<Reply>> Connection::Pipeline(
    absl::Span<const Command> commands) {
  if (!usable_) return UnreachableError("the connection is closed");
  for (const Command& command : commands) {
    if (!Send(context_.get(), command)) return Broken();
  }
  std::vector<Reply> replies;
  replies.reserve(commands.size());
  for (size_t i = 0; i < commands.size(); ++i) {
    VIGIL_ASSIGN_OR_RETURN(Reply reply, Receive());
    replies.push_back(std::move(reply));
  }
  return replies;
}

absl::StatusOr<Reply> Connection::Receive() {
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK || raw == nullptr) {
    return Broken();
  }
  Reply reply(static_cast<redisReply*>(raw));
  if (reply.IsError() && RejectionOf(reply.text()) == Rejection::kReconnect) {
    usable_ = false;
  }
  return reply;
}

absl::Status Connection::Broken() {
  usable_ = false;
  return Error(
      absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN",
      absl::StrCat("the connection to Redis broke: ", context_->errstr));
}

void Connection::Interrupt() const { shutdown(socket_, SHUT_RDWR); }

}  // namespace vigil::redis
