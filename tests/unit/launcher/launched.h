#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::launcher {

// A launcher that runs, as a process of its own, services that do nothing. What
// it leaves behind becomes this process's child.
class Launched {
 public:
  // `services` are `NAME` or `NAME:HOW`; see fake_suite.cc.
  Launched(const std::string& directory, std::vector<std::string> services);
  Launched(const Launched&) = delete;
  Launched& operator=(const Launched&) = delete;
  ~Launched();

  pid_t pid() const { return pid_; }

  // Reads what the launcher says up to a line that contains `words`, which is
  // returned; fails the test if there is none within 10 s.
  std::string WaitToSay(const std::string& words);

  // Waits for the launcher to end and returns its exit code, or minus the
  // signal.
  int WaitToEnd();

  // Waits until no process is left that the launcher has started. False if one
  // is there after 5 s.
  static bool NothingIsLeft();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string unread_;
};

// The pid that a service has written down last, from 1 on; 0 if none.
pid_t PidOf(const std::string& directory, const std::string& service);

// The whole file; empty if there is none.
std::string Contents(const std::string& path);

}  // namespace vigil::launcher
