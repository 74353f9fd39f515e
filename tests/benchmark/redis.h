#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "services/common/redis/options.h"
#include "tests/benchmark/child.h"

namespace vigil::benchmark {

// A private redis-server, set up as the launcher does: on a unix socket, with
// an append-only file that is synced at every write.
class Redis {
 public:
  // Its directory is made in `directory`.
  explicit Redis(const std::string& directory);

  // Waits until it answers.
  absl::Status WaitUntilServing();

  const std::string& socket() const { return socket_; }
  redis::Options options() const { return {.unix_socket = socket_}; }

 private:
  const Scratch scratch_;
  const std::string socket_;
  Child process_;
};

}  // namespace vigil::benchmark
