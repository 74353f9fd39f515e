#include <unistd.h>

#include <cstdio>
#include <string>

#include "tests/benchmark/parts.h"

namespace vigil::benchmark {

// One line that is written over on a terminal; else nothing, not to fill logs.
void ShowProgress(absl::string_view text) {
  if (isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r\x1b[K%s", std::string(text).c_str());
  std::fflush(stderr);
}

}  // namespace vigil::benchmark
