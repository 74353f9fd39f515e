#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/log.h"
#include "tests/benchmark/command_line.h"
#include "tests/benchmark/parts.h"

namespace vigil::benchmark {
namespace {

using Part = absl::Status (*)(const Settings&, Report&);

constexpr std::pair<const char*, Part> kParts[] = {
    {"unary", MeasureUnary},   {"stream", MeasureStream},
    {"append", MeasureAppend}, {"match", MeasureMatch},
    {"alert", MeasureAlert},
};

bool IsWanted(const Arguments& arguments, const std::string& part) {
  const std::vector<std::string>& wanted = arguments.parts;
  return wanted.empty() ||
         std::find(wanted.begin(), wanted.end(), part) != wanted.end();
}

int Main(int argc, char** argv) {
  std::vector<std::string> names;
  for (const auto& [name, measure] : kParts) names.emplace_back(name);
  const Arguments arguments = ReadCommandLine(argc, argv, names);
  SetLogLevel(LogLevel::kWarning);

  Report report;
  for (const auto& [name, measure] : kParts) {
    if (!IsWanted(arguments, name)) continue;
    std::fprintf(stderr, "== %s\n", name);
    const absl::Status status = measure(arguments.settings, report);
    ShowProgress("");
    if (status.ok()) continue;
    std::fprintf(stderr, "%s: %s\n", name, status.ToString().c_str());
    return EXIT_FAILURE;
  }
  const std::string text = arguments.json ? report.Json() : report.Text();
  std::fputs(text.c_str(), stdout);
  return arguments.check && !report.IsMet() ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) { return vigil::benchmark::Main(argc, argv); }
