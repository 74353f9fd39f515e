#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace vigil::launcher {

// Where children say that they are ready, as they do under systemd: a datagram
// `READY=1` to the unix socket that `NOTIFY_SOCKET` names. The kernel says who
// has sent it. Whoever has changed what programs have read says `RELOAD=1`:
// unlike a signal, that reaches no other process, whatever has become of the
// launcher's pid.
class NotifySocket {
 public:
  // What has been said.
  struct Notices {
    std::vector<pid_t> ready;  // Who is ready.
    bool reload = false;
  };

  // Listens on `path`, in place of whatever is there.
  static absl::StatusOr<std::unique_ptr<NotifySocket>> Listen(
      const std::string& path);

  // Says `RELOAD=1` to who listens on `path`; returns whether anybody does.
  static bool AskToReload(const std::string& path);

  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;
  ~NotifySocket();

  const std::string& path() const { return path_; }
  // Readable when `Take` has something.
  int file() const { return file_; }

  // Returns what has been said since the last time; does not wait.
  Notices Take();

 private:
  NotifySocket(int file, const std::string& path) : file_(file), path_(path) {}

  const int file_;
  const std::string path_;
};

}  // namespace vigil::launcher
