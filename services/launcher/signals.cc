#include "services/launcher/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace vigil::launcher {
namespace {

sigset_t Held() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
    sigaddset(&set, signal);
  }
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t held = Held();
  sigprocmask(SIG_BLOCK, &held, nullptr);
  signal(SIGPIPE, SIG_IGN);
  file_ = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
}

Signals::~Signals() { close(file_); }

std::vector<int> Signals::Take() {
  std::vector<int> taken;
  signalfd_siginfo info = {};
  while (read(file_, &info, sizeof(info)) == sizeof(info)) {
    taken.push_back(static_cast<int>(info.ssi_signo));
  }
  return taken;
}

}  // namespace vigil::launcher
