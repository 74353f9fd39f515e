#include "services/common/app/readiness.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "services/common/base/log.h"

namespace vigil::app {

void NotifyStarter(absl::string_view state) {
  const char* const path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr) return;
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const size_t size = std::strlen(path);
  if (size < 2 || size >= sizeof(address.sun_path)) return;
  std::memcpy(address.sun_path, path, size);
  // An abstract socket is written with a @, and has a zero there.
  if (path[0] == '@') address.sun_path[0] = '\0';

  const int socket_file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket_file < 0) return;
  const auto address_size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size);
  const ssize_t sent =
      sendto(socket_file, state.data(), state.size(), 0,
             reinterpret_cast<const sockaddr*>(&address), address_size);
  if (sent < 0) LogWarning("NOTIFY_SOCKET does not take messages");
  close(socket_file);
}

}  // namespace vigil::app
