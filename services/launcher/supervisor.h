#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/backoff.h"
#include "services/launcher/notify_socket.h"
#include "services/launcher/program.h"
#include "services/launcher/signals.h"

namespace vigil::launcher {

struct SupervisorOptions {
  // Where programs say that they are ready.
  std::string notify_path;
  // How long all of them together may take to be ready at first.
  absl::Duration start_timeout = absl::Seconds(60);
  // What is waited before a program that has died is started again; doubles
  // up to `restart_most` until the program has run for `settle_time`.
  absl::Duration restart_first = absl::Milliseconds(100);
  absl::Duration restart_most = absl::Seconds(5);
  absl::Duration settle_time = absl::Seconds(10);
  // Takes what people are told, a line each, without a line feed.
  std::function<void(absl::string_view)> say;
};

// Runs programs as processes of their own: starts them at once, says when all
// are ready, starts again what dies, and stops them in order. What it has
// started dies with it, however it ends.
//
// The process has one thread, this one, and nothing in it that a fork would
// break, such as gRPC.
class Supervisor {
 public:
  // `programs` stand in an order in which each may need those before it.
  static absl::StatusOr<std::unique_ptr<Supervisor>> Create(
      SupervisorOptions options, std::vector<Program> programs);

  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  // Kills what is still there.
  ~Supervisor();

  // Starts all programs at once and returns when all are ready.
  //
  // Errors: PROGRAM_FAILED if one ends or is not ready in time, with its last
  // words; PROGRAM_MISSING; STOPPED. `Stop` is still to be called.
  absl::Status Start();

  // Keeps all programs running until SIGINT or SIGTERM, and returns 0, or
  // until `task`, if any, ends by itself, and returns its exit code. May be
  // called again, with another task.
  absl::StatusOr<int> Run(const Program* task);

  // Whether SIGINT or SIGTERM has come.
  bool stop_requested() const { return stop_signals_ > 0; }

  // Stops all programs, the last first, each with SIGTERM and, after its grace
  // period, SIGKILL. Another SIGINT or SIGTERM cuts the grace short.
  void Stop();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  enum class Phase { kDown, kStarting, kReady };

  struct Child {
    Program program;
    Backoff backoff;
    Phase phase = Phase::kDown;
    pid_t pid = -1;
    bool was_ready = false;    // Ever: then it is started again.
    bool start_again = false;  // At `start_time`.
    bool reload_due = false;   // When it is ready.
    Instant start_time;        // When it was, or is to be, started.
    int64_t log_offset = 0;    // Where this run's log begins.
    absl::Status failure;      // Why it did not start.
    int wait_status = 0;       // How the task ended.
  };

  Supervisor(SupervisorOptions options, std::unique_ptr<NotifySocket> notify);

  void Say(absl::string_view line) const;
  absl::Status Launch(Child& child);
  // Waits for something to happen, until `limit` at most, and deals with it.
  void Step(Instant limit);
  void TakeSignals();
  void TakeNotices();
  void Reload();
  void ReapAll();
  void Ended(Child& child, int wait_status);
  void ScheduleRestart(Child& child, absl::string_view how);
  void StartDue();
  void StopChild(Child& child);
  absl::Status StartFailure() const;
  bool AllReady() const;
  int WaitMillis(Instant limit) const;

  const SupervisorOptions options_;
  const std::unique_ptr<NotifySocket> notify_;
  Signals signals_;
  std::vector<Child> children_;  // The task, if any, is the last.
  bool stopping_ = false;
  int stop_signals_ = 0;
};

}  // namespace vigil::launcher
