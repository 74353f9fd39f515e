#pragma once

#include <vector>

namespace vigil::launcher {

// Holds SIGINT, SIGTERM, SIGHUP and SIGCHLD of this process, which has one
// thread, until they are asked for; ignores SIGPIPE.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  // Readable when `Take` has something.
  int file() const { return file_; }

  // Returns the signals that have come, lower numbers first; does not wait.
  std::vector<int> Take();

 private:
  int file_;
};

}  // namespace vigil::launcher
