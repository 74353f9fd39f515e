#include "tests/benchmark/command_line.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace vigil::benchmark {

Arguments ReadCommandLine(int argc, char** argv,
                          const std::vector<std::string>& parts) {
  CLI::App app(
      "Measures Vigil on this machine, against peers that do as little as can "
      "be done. Prints one report; a ratio is Vigil's figure to the peer's.");
  Arguments arguments;
  Settings& settings = arguments.settings;
  double seconds = absl::ToDoubleSeconds(settings.duration);
  std::string format = "table";
  app.add_option("parts", arguments.parts,
                 absl::StrCat(absl::StrJoin(parts, ", "), "; none: all"))
      ->check(CLI::IsMember(parts));
  app.add_option("-d,--duration", seconds, "Seconds of each measurement")
      ->check(CLI::Range(0.01, 600.0))
      ->capture_default_str();
  app.add_option("-r,--rounds", settings.rounds, "Turns of each side")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("-o,--output", format, "table or json")
      ->check(CLI::IsMember({"table", "json"}));
  app.add_option("--directory", settings.directory,
                 "Where sockets and the file of Redis go")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--subscriptions", settings.subscriptions, "To match with")
      ->check(CLI::Range(1000, 10'000'000))
      ->capture_default_str();
  app.add_option("--announcements", settings.announcements, "To be alerted to")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--reference", settings.reference,
                 "The tables that the suite is filled with")
      ->check(CLI::ExistingDirectory);
  app.add_flag("!--let-sleep", settings.awake, "Do not keep the cores awake");
  app.add_flag("--check", arguments.check, "Fail if a bound is missed");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // Or a call for help.
    const bool asked = app.exit(error) == 0;
    std::exit(asked ? 0 : 2);
  }
  settings.duration = absl::Seconds(seconds);
  arguments.json = format == "json";
  return arguments;
}

}  // namespace vigil::benchmark
