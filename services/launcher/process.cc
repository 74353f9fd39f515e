#include "services/launcher/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/errors.h"
#include "services/launcher/log_file.h"

namespace vigil::launcher {
namespace {

// What the child needs, prepared by the parent.
struct Start {
  std::vector<char*> arguments;
  std::string notify_path;
  int log = -1;
  int report = -1;  // Takes the errno of what has failed.
  pid_t parent = 0;
};

[[noreturn]] void GiveUp(const Start& start) {
  const int error = errno;
  if (write(start.report, &error, sizeof(error)) < 0) _exit(126);
  _exit(127);
}

void ResetSignals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
}

// In the child.
[[noreturn]] void Become(const Start& start) {
  // SIGKILL, since nothing may be left behind, not even what hangs; what Redis
  // has acknowledged is on disk by then.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) GiveUp(start);
  if (getppid() != start.parent) _exit(127);  // The parent died before that.
  ResetSignals();
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0) GiveUp(start);
  if (start.log >= 0) {
    setsid();
    if (dup2(start.log, STDOUT_FILENO) < 0) GiveUp(start);
    if (dup2(start.log, STDERR_FILENO) < 0) GiveUp(start);
  }
  if (start.notify_path.empty()) {
    unsetenv("NOTIFY_SOCKET");
  } else {
    setenv("NOTIFY_SOCKET", start.notify_path.c_str(), 1);
  }
  execvp(start.arguments.front(), start.arguments.data());
  GiveUp(start);
}

// Returns the errno that a child has sent before it could become its program.
int ReportedError(int report) {
  int error = 0;
  ssize_t size = 0;
  do {
    size = read(report, &error, sizeof(error));
  } while (size < 0 && errno == EINTR);
  return size == sizeof(error) ? error : 0;
}

absl::Status StartError(const Program& program, int error) {
  if (error == ENOENT || error == EACCES) {
    return ProgramMissingError(program.command.front(),
                               "build it with tools/build, or install Vigil");
  }
  return SystemCallError(absl::StrCat("starting ", program.name), error);
}

}  // namespace

absl::StatusOr<pid_t> Spawn(const Program& program,
                            const std::string& notify_path) {
  Start start{.notify_path = notify_path, .parent = getpid()};
  for (const std::string& argument : program.command) {
    start.arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  start.arguments.push_back(nullptr);
  if (!program.log_path.empty()) {
    VIGIL_ASSIGN_OR_RETURN(start.log, OpenLog(program.log_path));
  }
  int report[2] = {-1, -1};
  if (pipe2(report, O_CLOEXEC) != 0) return SystemCallError("pipe2", errno);
  start.report = report[1];
  const pid_t pid = fork();
  if (pid == 0) Become(start);
  const int fork_error = errno;
  close(report[1]);
  if (start.log >= 0) close(start.log);
  const int error = pid < 0 ? fork_error : ReportedError(report[0]);
  close(report[0]);
  if (error == 0) return pid;
  if (pid > 0) ReapBlocking(pid);
  return StartError(program, error);
}

std::optional<int> Reap(pid_t pid) {
  int status = 0;
  if (waitpid(pid, &status, WNOHANG) == pid) return status;
  return std::nullopt;
}

int ReapBlocking(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string DescribeEnd(int wait_status) {
  if (!WIFSIGNALED(wait_status)) {
    return absl::StrCat("ended with status ", WEXITSTATUS(wait_status));
  }
  const int signal = WTERMSIG(wait_status);
  return absl::StrCat("was killed by signal ", signal, " (", strsignal(signal),
                      ")");
}

int ExitCodeOf(int wait_status) {
  if (WIFSIGNALED(wait_status)) return 128 + WTERMSIG(wait_status);
  return WEXITSTATUS(wait_status);
}

}  // namespace vigil::launcher
