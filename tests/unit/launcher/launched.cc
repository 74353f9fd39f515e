#include "tests/unit/launcher/launched.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>

namespace vigil::launcher {
namespace {

using std::chrono::steady_clock;

int MillisUntil(steady_clock::time_point deadline) {
  const auto left = deadline - steady_clock::now();
  return static_cast<int>(
      std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
}

}  // namespace

Launched::Launched(const std::string& directory,
                   std::vector<std::string> services) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) ADD_FAILURE() << "pipe2";
  std::vector<std::string> words = {FAKE_SUITE, FAKE_SERVICE, directory};
  words.insert(words.end(), services.begin(), services.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execv(FAKE_SUITE, arguments.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
}

Launched::~Launched() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  EXPECT_TRUE(NothingIsLeft());
  close(output_);
}

std::string Launched::WaitToSay(const std::string& words) {
  const auto deadline = steady_clock::now() + std::chrono::seconds(10);
  std::string heard;
  while (true) {
    const size_t end = unread_.find('\n');
    if (end != std::string::npos) {
      const std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      heard += line + "\n";
      if (line.find(words) != std::string::npos) return line;
      continue;
    }
    pollfd file = {.fd = output_, .events = POLLIN, .revents = 0};
    const int left = MillisUntil(deadline);
    char buffer[4096];
    const ssize_t size = left > 0 && poll(&file, 1, left) > 0
                             ? read(output_, buffer, sizeof(buffer))
                             : 0;
    if (size <= 0) {
      ADD_FAILURE() << "never said: " << words << "\nsaid:\n" << heard;
      return "";
    }
    unread_.append(buffer, size);
  }
}

int Launched::WaitToEnd() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

bool Launched::NothingIsLeft() {
  const auto deadline = steady_clock::now() + std::chrono::seconds(5);
  while (MillisUntil(deadline) > 0) {
    const pid_t pid = waitpid(-1, nullptr, WNOHANG);
    if (pid < 0 && errno == ECHILD) return true;
    if (pid == 0) poll(nullptr, 0, 2);
  }
  return false;
}

pid_t PidOf(const std::string& directory, const std::string& service) {
  std::ifstream file(directory + "/pids");
  std::string name;
  pid_t pid = 0;
  pid_t last = 0;
  while (file >> name >> pid) {
    if (name == service) last = pid;
  }
  return last;
}

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace vigil::launcher
