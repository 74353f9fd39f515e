#pragma once

#include <string>
#include <vector>

#include "tests/benchmark/settings.h"

namespace vigil::benchmark {

// What the benchmark was asked for.
struct Arguments {
  Settings settings;
  std::vector<std::string> parts;  // None: all.
  bool json = false;
  bool check = false;
};

// Reads the command line; explains it, or what is wrong with it, and ends the
// program where there is nothing to do. `parts` are those that there are.
Arguments ReadCommandLine(int argc, char** argv,
                          const std::vector<std::string>& parts);

}  // namespace vigil::benchmark
