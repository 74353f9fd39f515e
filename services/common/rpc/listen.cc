#include "services/common/rpc/listen.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace vigil::rpc {
namespace {

constexpr size_t kMaxPathBytes = sizeof(sockaddr_un::sun_path) - 1;

absl::Status AddressInvalidError(absl::string_view address,
                                 absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_INVALID",
               absl::StrCat("cannot listen on ", address, ": ", problem));
}

absl::Status AddressInUseError(absl::string_view path) {
  return Error(absl::StatusCode::kFailedPrecondition, "ADDRESS_IN_USE",
               absl::StrCat("another process listens on ", path));
}

bool IsLoopback(absl::string_view host) {
  return host == "localhost" || host == "[::1]" ||
         absl::StartsWith(host, "127.");
}

// Whether somebody answers on the socket.
bool IsAlive(const std::string& path) {
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(),
              std::min(path.size(), kMaxPathBytes));
  const bool alive = connect(probe, reinterpret_cast<const sockaddr*>(&address),
                             sizeof(address)) == 0;
  close(probe);
  return alive;
}

}  // namespace

absl::Status CheckListenAddress(absl::string_view address,
                                bool allow_untrusted_network) {
  absl::string_view rest = address;
  if (absl::ConsumePrefix(&rest, "unix:")) {
    if (!absl::StartsWith(rest, "/")) {
      return AddressInvalidError(address, "the path must begin with '/'");
    }
    if (rest.size() > kMaxPathBytes) {
      return AddressInvalidError(
          address, absl::StrCat("the path has more than ", kMaxPathBytes,
                                " bytes; choose a shorter one"));
    }
    return absl::OkStatus();
  }
  const size_t colon = address.rfind(':');
  int port = 0;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 ||
      port > 65535) {
    return AddressInvalidError(address, "use unix:/path or 127.0.0.1:port");
  }
  if (!allow_untrusted_network && !IsLoopback(address.substr(0, colon))) {
    return AddressInvalidError(
        address,
        "it faces a network; put a proxy in front and listen on a unix socket "
        "or 127.0.0.1, or pass --allow-untrusted-network");
  }
  return absl::OkStatus();
}

absl::StatusOr<SocketClaim> SocketClaim::Acquire(absl::string_view address) {
  if (!absl::ConsumePrefix(&address, "unix:")) return SocketClaim(-1);
  const std::string path(address);
  const std::string lock_path = absl::StrCat(path, ".lock");
  SocketClaim claim(
      open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (claim.file_ < 0) {
    return AddressInvalidError(
        path, absl::StrCat(lock_path, ": ", std::strerror(errno)));
  }
  if (flock(claim.file_, LOCK_EX | LOCK_NB) != 0) {
    return AddressInUseError(path);
  }
  struct stat status = {};
  if (lstat(path.c_str(), &status) != 0) return claim;
  if (!S_ISSOCK(status.st_mode)) {
    return AddressInvalidError(path, "something that is no socket is there");
  }
  if (IsAlive(path)) return AddressInUseError(path);
  unlink(path.c_str());
  return claim;
}

SocketClaim::~SocketClaim() {
  if (file_ >= 0) close(file_);
}

}  // namespace vigil::rpc
