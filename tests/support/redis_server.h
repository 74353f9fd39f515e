#pragma once

#include <sys/types.h>

#include <string>

#include "services/common/redis/options.h"

namespace vigil {

// A real redis-server of one's own, empty at first, stopped by the destructor.
// Listens on a socket in a directory of its own, so any number of tests can run
// at once. Fails the test if redis-server is not installed.
class RedisServer {
 public:
  // `durable`: with an append-only file that is synced at each write, so that
  // `Start` after `Kill` finds everything again.
  explicit RedisServer(bool durable = false);
  ~RedisServer();

  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // As kill -9 does.
  void Kill();
  // Returns when the server answers.
  void Start();
  // Stops it in mid-flight (SIGSTOP) and lets it go on.
  void Pause();
  void Resume();

  const std::string& socket() const { return socket_; }
  const std::string& directory() const { return directory_; }
  pid_t pid() const { return pid_; }
  redis::Options options() const { return {.unix_socket = socket_}; }

 private:
  bool Answers() const;
  void Execute() const;

  const bool durable_;
  std::string directory_;
  std::string socket_;
  pid_t pid_ = -1;
};

}  // namespace vigil
