#include "services/cli/command_line.h"

int main(int argc, char** argv) {
  return vigil::cli::RunCommandLine(argc, argv);
}
