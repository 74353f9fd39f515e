#include "tests/support/redis_server.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/redis/connection.h"

namespace vigil {

RedisServer::RedisServer(bool durable) : durable_(durable) {
  std::string directory = absl::StrCat(testing::TempDir(), "redis.XXXXXX");
  if (mkdtemp(directory.data()) == nullptr) {
    ADD_FAILURE() << "cannot make a directory for redis-server";
    return;
  }
  directory_ = directory;
  socket_ = absl::StrCat(directory_, "/redis.sock");
  Start();
}

RedisServer::~RedisServer() {
  Kill();
  if (!directory_.empty()) std::filesystem::remove_all(directory_);
}

void RedisServer::Start() {
  pid_ = fork();
  if (pid_ == 0) Execute();
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!Answers()) {
    if (absl::Now() > deadline) {
      ADD_FAILURE() << "redis-server does not answer; is it installed?";
      return;
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
}

bool RedisServer::Answers() const {
  const auto connection = redis::Connection::Open(options());
  // While it loads its file it lets one connect, but does not answer this.
  return connection.ok() && (*connection)->Run({"PING"}).ok();
}

// In the new process.
void RedisServer::Execute() const {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // Should this test crash.
  execlp("redis-server", "redis-server", "--port", "0", "--unixsocket",
         socket_.c_str(), "--save", "", "--appendonly", durable_ ? "yes" : "no",
         "--appendfsync", "always", "--logfile", "redis.log", "--dir",
         directory_.c_str(), nullptr);
  _exit(127);
}

void RedisServer::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::Pause() {
  kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);
}

void RedisServer::Resume() { kill(pid_, SIGCONT); }

}  // namespace vigil
