#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace vigil::launcher {

// A program that the launcher runs.
struct Program {
  // What people call it, e.g. `mandate_watch`.
  std::string name;
  // The path of the program, and its arguments.
  std::vector<std::string> command;
  // Where its output goes; empty: where the launcher's goes.
  std::string log_path;
  // Reads its configuration again on SIGHUP.
  bool reloads = false;
  // How long it may take to stop before it is killed.
  absl::Duration grace_period = absl::Seconds(5);
};

}  // namespace vigil::launcher
