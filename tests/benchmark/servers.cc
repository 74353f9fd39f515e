#include "tests/benchmark/servers.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "tests/benchmark/unary_load.h"

namespace vigil::benchmark {

Servers::Servers(const Settings& settings)
    : scratch_(settings.directory),
      sockets_({absl::StrCat(scratch_.path(), "/vigil"),
                absl::StrCat(scratch_.path(), "/bare")}) {
  const std::string log = absl::StrCat(scratch_.path(), "/log");
  const std::array<std::string, 2> programs = {"vigil_benchmark_served",
                                               "vigil_benchmark_bare"};
  for (const int side : {kVigil, kBare}) {
    const std::string program =
        absl::StrCat(ProgramDirectory(), "/", programs[side]);
    processes_[side] = std::make_unique<Child>(
        std::vector<std::string>{program, address(side)}, log);
  }
}

absl::Status Servers::WaitUntilServing() {
  for (const int side : {kVigil, kBare}) {
    VIGIL_RETURN_IF_ERROR(UnaryClient(address(side)).WaitUntilServing());
  }
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
