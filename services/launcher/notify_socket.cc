#include "services/launcher/notify_socket.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/algorithm/container.h"
#include "absl/strings/str_split.h"
#include "services/launcher/errors.h"

namespace vigil::launcher {
namespace {

constexpr size_t kMaxNotice = 4096;
constexpr absl::string_view kReload = "RELOAD=1";

// Receives one datagram; returns false if there is none. `sender` is 0 if the
// kernel does not tell.
bool Receive(int file, std::string& text, pid_t& sender) {
  text.resize(kMaxNotice);
  iovec part = {text.data(), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))] = {};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  const ssize_t size = recvmsg(file, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (size < 0) return false;
  text.resize(size);
  sender = 0;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET ||
        header->cmsg_type != SCM_CREDENTIALS) {
      continue;
    }
    ucred credentials = {};
    std::memcpy(&credentials, CMSG_DATA(header), sizeof(credentials));
    sender = credentials.pid;
  }
  return true;
}

// False if the path is too long for an address.
bool SetAddress(const std::string& path, sockaddr_un& address) {
  address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<NotifySocket>> NotifySocket::Listen(
    const std::string& path) {
  sockaddr_un address = {};
  if (!SetAddress(path, address)) return FileUnusableError(path, ENAMETOOLONG);
  const int file =
      socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (file < 0) return SystemCallError("socket", errno);
  std::unique_ptr<NotifySocket> notify(new NotifySocket(file, path));
  unlink(path.c_str());
  const int on = 1;
  if (setsockopt(file, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) != 0 ||
      bind(file, reinterpret_cast<const sockaddr*>(&address),
           sizeof(address)) != 0) {
    return FileUnusableError(path, errno);
  }
  return notify;
}

NotifySocket::~NotifySocket() {
  close(file_);
  unlink(path_.c_str());
}

bool NotifySocket::AskToReload(const std::string& path) {
  sockaddr_un address = {};
  if (!SetAddress(path, address)) return false;
  const int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool sent =
      sendto(file, kReload.data(), kReload.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address), sizeof(address)) >= 0;
  close(file);
  return sent;
}

NotifySocket::Notices NotifySocket::Take() {
  Notices notices;
  std::string text;
  pid_t sender = 0;
  while (Receive(file_, text, sender)) {
    const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
    if (sender > 0 && absl::c_linear_search(lines, "READY=1")) {
      notices.ready.push_back(sender);
    }
    if (absl::c_linear_search(lines, kReload)) notices.reload = true;
  }
  return notices;
}

}  // namespace vigil::launcher
