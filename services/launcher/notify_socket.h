#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace vigil::launcher {

// Where children say that they are ready, as they do under systemd: a datagram
// `READY=1` to the unix socket that `NOTIFY_SOCKET` names. The kernel says who
// has sent it.
class NotifySocket {
 public:
  // Listens on `path`, in place of whatever is there.
  static absl::StatusOr<std::unique_ptr<NotifySocket>> Listen(
      const std::string& path);

  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;
  ~NotifySocket();

  const std::string& path() const { return path_; }
  // Readable when `TakeReady` has something.
  int file() const { return file_; }

  // Returns the processes that have said that they are ready; does not wait.
  std::vector<pid_t> TakeReady();

 private:
  NotifySocket(int file, const std::string& path) : file_(file), path_(path) {}

  const int file_;
  const std::string path_;
};

}  // namespace vigil::launcher
