#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil::redis {

class Connection;

// Where Redis is and how long to wait for it.
struct Options {
  std::string unix_socket;  // If set, used instead of `host` and `port`.
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string user;      // Empty: the default user.
  std::string password;  // Empty: no AUTH.
  // Shown by CLIENT LIST; letters, digits and dashes.
  std::string client_name = "vigil";
  absl::Duration connect_timeout = absl::Seconds(1);
  // The longest that a command may go without a byte of an answer.
  absl::Duration command_timeout = absl::Milliseconds(1500);
  // Called with every new connection before its first use; an error refuses it.
  std::function<absl::Status(Connection&)> prepare;
};

// Reads `unix:/run/redis.sock`, `host:6379` or `[::1]:6379`; the rest of the
// options keeps its defaults. `INVALID_ARGUMENT` says what is allowed.
absl::StatusOr<Options> ParseAddress(absl::string_view address);

}  // namespace vigil::redis
