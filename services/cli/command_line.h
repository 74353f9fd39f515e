#pragma once

#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/cli/session.h"

namespace vigil::cli {

// The whole of `vigil`: all commands and what every command takes.
std::unique_ptr<CLI::App> MakeCommandLine(Session& session);

// Reads the command line, does what it says, and returns the exit code: 0, 1 if
// that failed, 2 if the command line is wrong. An error is one line.
int RunCommandLine(int argc, const char* const* argv);

}  // namespace vigil::cli
