// A service that does nothing: says that it is ready, waits to be stopped, and
// adds its name to the file `order` then.
//
//   launcher_fake_service DIRECTORY NAME [HOW]
//
// HOW is never-ready, fails, ignores-term, or ready-on-term: the first SIGTERM
// makes it ready.

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

void Append(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (write(file, text.data(), text.size()) < 0) std::perror(path.c_str());
  close(file);
}

void SayReady() {
  const char* const path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr) return;
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path,
              std::min(std::strlen(path), sizeof(address.sun_path) - 1));
  const int file = socket(AF_UNIX, SOCK_DGRAM, 0);
  const char notice[] = "STATUS=fine\nREADY=1";
  sendto(file, notice, sizeof(notice) - 1, 0,
         reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  close(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string directory = argv[1];
  const std::string name = argv[2];
  const std::string how = argc > 3 ? argv[3] : "";
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGTERM);
  sigaddset(&awaited, SIGHUP);
  sigprocmask(SIG_BLOCK, &awaited, nullptr);
  Append(directory + "/pids", name + " " + std::to_string(getpid()) + "\n");
  if (how == "fails") {
    std::fprintf(stderr, "the reason why\n");
    return 3;
  }
  bool is_ready = how != "never-ready" && how != "ready-on-term";
  if (is_ready) SayReady();
  int signal = 0;
  while (sigwait(&awaited, &signal) == 0) {
    if (signal == SIGHUP) Append(directory + "/order", "reload\n");
    if (signal != SIGTERM || how == "ignores-term") continue;
    if (is_ready || how != "ready-on-term") break;
    is_ready = true;
    SayReady();
  }
  Append(directory + "/order", name + "\n");
  return 0;
}
