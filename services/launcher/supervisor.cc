#include "services/launcher/supervisor.h"

#include <poll.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/errors.h"
#include "services/launcher/log_file.h"
#include "services/launcher/process.h"

namespace vigil::launcher {
namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr absl::Duration kProgressInterval = absl::Seconds(2);
constexpr int kLastLines = 5;

Instant After(absl::Duration span) {
  return SteadyNow() + absl::ToChronoNanoseconds(span);
}

absl::Duration Since(Instant start) {
  return absl::FromChrono(SteadyNow() - start);
}

std::string InSeconds(absl::Duration span) {
  return absl::StrFormat("%.2f s", absl::ToDoubleSeconds(span));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Supervisor>> Supervisor::Create(
    SupervisorOptions options, std::vector<Program> programs) {
  VIGIL_ASSIGN_OR_RETURN(std::unique_ptr<NotifySocket> notify,
                         NotifySocket::Listen(options.notify_path));
  std::unique_ptr<Supervisor> supervisor(
      new Supervisor(std::move(options), std::move(notify)));
  for (Program& program : programs) {
    Child& child = supervisor->children_.emplace_back();
    child.program = std::move(program);
    child.backoff = Backoff(supervisor->options_.restart_first,
                            supervisor->options_.restart_most);
  }
  return supervisor;
}

Supervisor::Supervisor(SupervisorOptions options,
                       std::unique_ptr<NotifySocket> notify)
    : options_(std::move(options)), notify_(std::move(notify)) {}

Supervisor::~Supervisor() {
  for (const Child& child : children_) {
    if (child.pid <= 0) continue;
    kill(child.pid, SIGKILL);
    ReapBlocking(child.pid);
  }
}

void Supervisor::Say(absl::string_view line) const {
  if (options_.say) options_.say(line);
}

absl::Status Supervisor::Launch(Child& child) {
  child.start_again = false;
  child.reload_due = false;
  child.start_time = SteadyNow();
  child.log_offset = SizeOf(child.program.log_path);
  const bool notifies = !child.program.log_path.empty();
  VIGIL_ASSIGN_OR_RETURN(child.pid,
                         Spawn(child.program, notifies ? notify_->path() : ""));
  // A program without a log, the task, is not waited for.
  child.phase = notifies ? Phase::kStarting : Phase::kReady;
  return absl::OkStatus();
}

absl::Status Supervisor::Start() {
  const Instant begin = SteadyNow();
  const Instant deadline = After(options_.start_timeout);
  for (Child& child : children_) VIGIL_RETURN_IF_ERROR(Launch(child));
  Instant progress = After(kProgressInterval);
  while (!AllReady()) {
    Step(std::min(progress, deadline));
    if (stop_signals_ > 0) return StoppedError();
    VIGIL_RETURN_IF_ERROR(StartFailure());
    for (const Child& child : children_) {
      if (child.phase == Phase::kReady || SteadyNow() < progress) continue;
      Say(absl::StrCat("still waiting for ", child.program.name));
    }
    if (SteadyNow() >= progress) progress = After(kProgressInterval);
    if (SteadyNow() < deadline) continue;
    for (const Child& child : children_) {
      if (child.phase == Phase::kReady) continue;
      return ProgramFailedError(
          child.program.name,
          absl::StrCat("is not ready after ",
                       absl::FormatDuration(options_.start_timeout)),
          child.program.log_path,
          LastLines(child.program.log_path, child.log_offset, kLastLines));
    }
  }
  Say(absl::StrCat("everything is up after ", InSeconds(Since(begin))));
  return absl::OkStatus();
}

absl::StatusOr<int> Supervisor::Run(const Program* task) {
  const size_t task_index = children_.size();
  if (task != nullptr) {
    children_.emplace_back().program = *task;
    VIGIL_RETURN_IF_ERROR(Launch(children_.back()));
  }
  while (stop_signals_ == 0) {
    Step(Instant::max());
    if (task == nullptr || children_[task_index].pid > 0) continue;
    if (stop_signals_ > 0) break;
    return ExitCodeOf(children_[task_index].wait_status);
  }
  return 0;
}

void Supervisor::Stop() {
  stopping_ = true;
  const int signals_before = stop_signals_;
  for (auto child = children_.rbegin(); child != children_.rend(); ++child) {
    child->start_again = false;
    if (child->pid <= 0) continue;
    kill(child->pid, SIGTERM);
    const Instant deadline = After(child->program.grace_period);
    while (child->pid > 0 && SteadyNow() < deadline &&
           stop_signals_ == signals_before) {
      Step(deadline);
    }
    if (child->pid <= 0) continue;
    Say(absl::StrCat(child->program.name, " does not stop and is killed"));
    kill(child->pid, SIGKILL);
    ReapBlocking(std::exchange(child->pid, -1));
  }
}

void Supervisor::Step(Instant limit) {
  pollfd files[] = {{.fd = signals_.file(), .events = POLLIN, .revents = 0},
                    {.fd = notify_->file(), .events = POLLIN, .revents = 0}};
  poll(files, 2, WaitMillis(limit));
  TakeNotices();  // First: who has been ready and died was ready.
  TakeSignals();
  StartDue();
}

int Supervisor::WaitMillis(Instant limit) const {
  for (const Child& child : children_) {
    if (child.start_again) limit = std::min(limit, child.start_time);
  }
  if (limit == Instant::max()) return -1;
  const absl::Duration left = -Since(limit);
  const int64_t millis =
      absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)));
  return static_cast<int>(std::clamp<int64_t>(millis, 0, 60'000));
}

void Supervisor::TakeSignals() {
  for (const int signal : signals_.Take()) {
    if (signal == SIGINT || signal == SIGTERM) ++stop_signals_;
    if (signal == SIGCHLD) ReapAll();
    if (signal == SIGHUP) Reload();
  }
}

void Supervisor::Reload() {
  for (Child& child : children_) {
    if (!child.program.reloads) continue;
    if (child.phase == Phase::kReady) kill(child.pid, SIGHUP);
    // It may have read its configuration, and not yet hold the signal.
    child.reload_due = child.phase == Phase::kStarting;
  }
  Say("programs read their configuration again");
}

void Supervisor::TakeNotices() {
  const NotifySocket::Notices notices = notify_->Take();
  for (const pid_t pid : notices.ready) {
    for (Child& child : children_) {
      if (child.pid != pid || child.phase != Phase::kStarting) continue;
      child.phase = Phase::kReady;
      Say(absl::StrCat(child.program.name,
                       child.was_ready ? " is back after " : " is ready after ",
                       InSeconds(Since(child.start_time))));
      child.was_ready = true;
      if (std::exchange(child.reload_due, false)) kill(pid, SIGHUP);
    }
  }
  if (notices.reload) Reload();
}

void Supervisor::ReapAll() {
  for (Child& child : children_) {
    if (child.pid <= 0) continue;
    const std::optional<int> ended = Reap(child.pid);
    if (ended.has_value()) Ended(child, *ended);
  }
}

void Supervisor::Ended(Child& child, int wait_status) {
  const bool is_task = child.program.log_path.empty();
  child.pid = -1;
  child.phase = Phase::kDown;
  if (is_task) child.wait_status = wait_status;
  if (is_task || stopping_) return;
  const std::string how = DescribeEnd(wait_status);
  if (child.was_ready) {
    ScheduleRestart(child, how);
  } else {
    child.failure = ProgramFailedError(
        child.program.name, how, child.program.log_path,
        LastLines(child.program.log_path, child.log_offset, kLastLines));
  }
}

void Supervisor::ScheduleRestart(Child& child, absl::string_view how) {
  if (Since(child.start_time) >= options_.settle_time) child.backoff.Reset();
  const absl::Duration delay = child.backoff.Next();
  child.start_again = true;
  child.start_time = After(delay);
  Say(absl::StrCat(child.program.name, " ", how, "; it is started again in ",
                   absl::ToInt64Milliseconds(delay), " ms"));
}

void Supervisor::StartDue() {
  for (Child& child : children_) {
    if (!child.start_again || SteadyNow() < child.start_time) continue;
    const absl::Status status = Launch(child);
    if (!status.ok()) ScheduleRestart(child, status.message());
  }
}

absl::Status Supervisor::StartFailure() const {
  for (const Child& child : children_) {
    VIGIL_RETURN_IF_ERROR(child.failure);
  }
  return absl::OkStatus();
}

bool Supervisor::AllReady() const {
  return std::all_of(children_.begin(), children_.end(),
                     [](const Child& c) { return c.phase == Phase::kReady; });
}

}  // namespace vigil::launcher
