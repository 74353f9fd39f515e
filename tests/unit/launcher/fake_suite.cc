// A launcher of services that do nothing; what it says goes to standard output.
//
//   launcher_fake_suite SERVICE_PROGRAM DIRECTORY NAME[:HOW]...
//
// A last argument `task:COMMAND` is a task, run by the shell.

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/data_directory.h"
#include "services/launcher/supervisor.h"

namespace {

using vigil::launcher::Program;

absl::StatusOr<int> Launch(const std::vector<std::string>& arguments) {
  vigil::launcher::DataDirectory directory(arguments[1]);
  VIGIL_RETURN_IF_ERROR(directory.Create());
  VIGIL_ASSIGN_OR_RETURN(
      const auto lock,
      vigil::launcher::DirectoryLock::Acquire(directory, absl::Seconds(5)));
  std::vector<Program> programs;
  Program task{.name = "task"};
  for (size_t i = 2; i < arguments.size(); ++i) {
    const std::pair<std::string, std::string> words =
        absl::StrSplit(arguments[i], absl::MaxSplits(':', 1));
    if (words.first == "task") {
      task.command = {"/bin/sh", "-c", words.second};
      continue;
    }
    programs.push_back(Program{
        .name = words.first,
        .command = {arguments[0], directory.root(), words.first, words.second},
        .log_path = directory.log(words.first),
        .reloads = true,
        .grace_period = absl::Milliseconds(500)});
  }
  VIGIL_ASSIGN_OR_RETURN(
      const auto supervisor,
      vigil::launcher::Supervisor::Create(
          {.notify_path = directory.socket("notify"),
           .start_timeout = absl::Seconds(2),
           .restart_first = absl::Milliseconds(20),
           .say =
               [](absl::string_view line) { std::cout << line << std::endl; }},
          programs));
  VIGIL_RETURN_IF_ERROR(supervisor->Start());
  const auto result = supervisor->Run(task.command.empty() ? nullptr : &task);
  supervisor->Stop();
  std::cout << "stopped" << std::endl;
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const absl::StatusOr<int> result =
      Launch(std::vector<std::string>(argv + 1, argv + argc));
  if (result.ok()) return *result;
  std::cout << result.status().message() << std::endl;
  return 1;
}
