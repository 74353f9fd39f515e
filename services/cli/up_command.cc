#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/session.h"
#include "services/cli/span.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/credentials.h"
#include "services/launcher/data_directory.h"
#include "services/launcher/suite.h"
#include "services/launcher/supervisor.h"

namespace vigil::cli {
namespace {

using launcher::DataDirectory;
using launcher::Program;
using launcher::Supervisor;

struct Flags {
  std::string reference;
  bool demo = false;
  bool once = false;
  std::string clock;
  std::string programs;
  std::string restart_first = "100ms";
  std::string restart_most = "5s";
  std::string start_timeout = "60s";
};

std::string Self() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

absl::StatusOr<absl::Duration> SpanOf(absl::string_view option,
                                      absl::string_view text) {
  absl::StatusOr<absl::Duration> span = ParseSpan(text);
  if (span.ok()) return span;
  return UsageError(absl::StrCat(option, ": ", span.status().message()));
}

// A task is this program again, with its terminal, in a process of its own:
// the launcher itself never makes a call, since it forks.
Program Task(const DataDirectory& directory, const std::string& name,
             const std::vector<std::string>& arguments) {
  Program task{.name = name,
               .command = {Self(), "--data", directory.root()},
               .grace_period = absl::Seconds(2)};
  task.command.insert(task.command.end(), arguments.begin(), arguments.end());
  return task;
}

absl::Status TaskFailedError(absl::string_view task) {
  return Error(absl::StatusCode::kAborted, "TASK_FAILED",
               absl::StrCat(task, " did not succeed; the reason is above"));
}

// Runs a task to its end. An error if it fails.
absl::Status RunTask(Supervisor& supervisor, const Program& task) {
  VIGIL_ASSIGN_OR_RETURN(const int code, supervisor.Run(&task));
  return code == 0 ? absl::OkStatus() : TaskFailedError(task.name);
}

absl::Status LoadReference(Supervisor& supervisor,
                           const DataDirectory& directory,
                           const std::string& path) {
  const auto start = SteadyNow();
  Output::Say(absl::StrCat("loading the reference data in ", path));
  VIGIL_RETURN_IF_ERROR(RunTask(
      supervisor, Task(directory, "the import", {"import", "--quiet", path})));
  Output::Say(absl::StrFormat(
      "the reference data is there after %.2f s",
      absl::ToDoubleSeconds(absl::FromChrono(SteadyNow() - start))));
  return absl::OkStatus();
}

// What is to be done while everything runs, until the end.
absl::Status Work(Supervisor& supervisor, const DataDirectory& directory,
                  const Flags& flags) {
  if (!flags.reference.empty()) {
    VIGIL_RETURN_IF_ERROR(
        LoadReference(supervisor, directory, flags.reference));
    if (supervisor.stop_requested()) return absl::OkStatus();
  }
  if (flags.once) {
    return RunTask(supervisor,
                   Task(directory, "the demonstration", {"demo", "--once"}));
  }
  if (flags.demo) {
    return RunTask(supervisor, Task(directory, "the demonstration", {"demo"}));
  }
  Output::Say(absl::StrCat("sockets are in ", directory.run(), ", tokens in ",
                           directory.tokens(), "; Ctrl-C stops everything"));
  return supervisor.Run(nullptr).status();
}

absl::Status Up(Session& session, const Flags& flags) {
  DataDirectory directory(session.options.data);
  VIGIL_ASSIGN_OR_RETURN(const absl::Duration first,
                         SpanOf("--restart-first", flags.restart_first));
  VIGIL_ASSIGN_OR_RETURN(const absl::Duration most,
                         SpanOf("--restart-most", flags.restart_most));
  VIGIL_ASSIGN_OR_RETURN(const absl::Duration timeout,
                         SpanOf("--start-timeout", flags.start_timeout));
  VIGIL_RETURN_IF_ERROR(directory.Create());
  VIGIL_ASSIGN_OR_RETURN(const auto lock, launcher::DirectoryLock::Acquire(
                                              directory, absl::Seconds(10)));
  VIGIL_RETURN_IF_ERROR(launcher::MakeCredentials(directory));
  const std::string programs =
      flags.programs.empty()
          ? std::filesystem::path(Self()).parent_path().string()
          : flags.programs;
  VIGIL_ASSIGN_OR_RETURN(std::vector<Program> suite,
                         launcher::Suite(directory, {.programs = programs,
                                                     .clock = flags.clock,
                                                     .extra_flags = {}}));
  Output::Say(absl::StrCat("starting Redis and ", suite.size() - 1,
                           " services on ", directory.root()));
  VIGIL_ASSIGN_OR_RETURN(
      const std::unique_ptr<Supervisor> supervisor,
      Supervisor::Create({.notify_path = directory.socket("notify"),
                          .start_timeout = timeout,
                          .restart_first = first,
                          .restart_most = most,
                          .say = Output::Say},
                         std::move(suite)));
  absl::Status status = supervisor->Start();
  if (status.ok()) status = Work(*supervisor, directory, flags);
  Output::Say("stopping");
  supervisor->Stop();
  Output::Say("everything is stopped");
  return status;
}

}  // namespace

void AddUpCommand(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* const up = app.add_subcommand(
      "up", "Runs all of Vigil here, with a Redis of its own, until Ctrl-C");
  SetAction<Flags>(*up, session, flags, Up);
  up->add_option("--reference", flags->reference,
                 "Records the tables in this directory first");
  up->add_flag("--demo", flags->demo,
               "Follows the alerts of a demo partner in this terminal");
  up->add_flag("--once", flags->once,
               "Announces a candidacy, waits for its alert, and stops");
  up->add_option("--clock", flags->clock,
                 "Starts the clock of the services at this time, e.g. "
                 "2026-11-23T00:00:00Z");
  up->add_option("--programs", flags->programs,
                 "Where vigil-membership and so on are; default: beside vigil");
  up->add_option("--restart-first", flags->restart_first,
                 "What is waited before a program that died starts again")
      ->capture_default_str();
  up->add_option("--restart-most", flags->restart_most,
                 "To what that grows while it goes on dying")
      ->capture_default_str();
  up->add_option("--start-timeout", flags->start_timeout,
                 "How long everything may take to be ready")
      ->capture_default_str();
  up->footer(
      "Makes keys, tokens and logs in --data, which is for its owner alone.\n"
      "Example: vigil up --data ./data --reference deploy/data --demo");
}

}  // namespace vigil::cli
