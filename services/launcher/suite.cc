#include "services/launcher/suite.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/errors.h"
#include "services/launcher/private_file.h"
#include "services/launcher/redis_conf.h"

namespace vigil::launcher {
namespace {

constexpr absl::string_view kNotifier = "notifier";

absl::StatusOr<std::string> FindOnPath(absl::string_view program) {
  const char* const path = std::getenv("PATH");
  const std::string places =
      absl::StrCat(path == nullptr ? "" : path, ":/usr/bin:/usr/local/bin");
  for (const absl::string_view place : absl::StrSplit(places, ':')) {
    std::string candidate = absl::StrCat(place, "/", program);
    if (!place.empty() && access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return ProgramMissingError(
      program, "install the package redis-server (tools/deps run)");
}

absl::StatusOr<Program> Redis(const DataDirectory& directory) {
  VIGIL_ASSIGN_OR_RETURN(const std::string server, FindOnPath("redis-server"));
  const std::string conf = absl::StrCat(directory.redis(), "/redis.conf");
  VIGIL_RETURN_IF_ERROR(WritePrivateFile(
      conf, RedisConf(directory.redis(), directory.socket("redis"))));
  return Program{.name = "redis",
                 .command = {server, conf},
                 .log_path = directory.log("redis"),
                 .grace_period = absl::Seconds(10)};
}

std::string Address(const DataDirectory& directory, absl::string_view service) {
  return absl::StrCat("unix:", directory.socket(service));
}

absl::StatusOr<Program> Service(const DataDirectory& directory,
                                const SuiteOptions& options,
                                const std::string& name) {
  const std::string file = absl::StrCat(
      options.programs, "/vigil-", absl::StrReplaceAll(name, {{"_", "-"}}));
  if (access(file.c_str(), X_OK) != 0) {
    return ProgramMissingError(file,
                               "build it with tools/build vigil_programs");
  }
  std::vector<std::string> command = {
      file,
      "--listen",
      Address(directory, name),
      "--principals",
      directory.principals(),
      "--principals-key",
      directory.principals_key(),
      "--grace-period",
      "3s",
  };
  if (name == kNotifier) {
    command.insert(command.end(),
                   {"--token-file", directory.token("service-notifier"),
                    "--membership", Address(directory, "membership"),
                    "--mandate-watch", Address(directory, "mandate_watch"),
                    "--alerts", Address(directory, "alerts")});
  } else {
    command.insert(command.end(), {"--redis", Address(directory, "redis")});
  }
  if (!options.clock.empty()) {
    command.insert(command.end(), {"--clock", options.clock});
  }
  command.insert(command.end(), options.extra_flags.begin(),
                 options.extra_flags.end());
  return Program{.name = name,
                 .command = std::move(command),
                 .log_path = directory.log(name),
                 .reloads = true,
                 .grace_period = absl::Seconds(5)};
}

}  // namespace

const std::vector<std::string>& ServerNames() {
  static const auto& names =
      *new std::vector<std::string>{"membership", "mandate_watch", "alerts"};
  return names;
}

const std::vector<std::string>& ServiceNames() {
  static const auto& names = *new std::vector<std::string>{
      "membership", "mandate_watch", "alerts", std::string(kNotifier)};
  return names;
}

absl::StatusOr<std::vector<Program>> Suite(const DataDirectory& directory,
                                           const SuiteOptions& options) {
  std::vector<Program> programs;
  VIGIL_ASSIGN_OR_RETURN(programs.emplace_back(), Redis(directory));
  for (const std::string& name : ServiceNames()) {
    VIGIL_ASSIGN_OR_RETURN(programs.emplace_back(),
                           Service(directory, options, name));
  }
  return programs;
}

}  // namespace vigil::launcher
