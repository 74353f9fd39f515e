#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::rpc {

// `INVALID_ARGUMENT`, reason `ADDRESS_INVALID`, unless `address` is
// `unix:/path` with a path that fits into a socket's address, or `host:port`
// with a loopback host. Other hosts need `allow_untrusted_network`: gRPC's port
// faces no network that is not trusted, since who can connect can stall it.
absl::Status CheckListenAddress(absl::string_view address,
                                bool allow_untrusted_network);

// The sole right to listen on a unix socket, for as long as it exists: a lock
// on `<path>.lock`, which the kernel lets go of when the process dies.
class SocketClaim {
 public:
  // Claims the socket of `address`, and removes what a dead process has left
  // there. Nothing is done for an address that is no unix socket.
  //
  // Errors:
  //   FAILED_PRECONDITION, ADDRESS_IN_USE: another process listens there.
  //   FAILED_PRECONDITION, ADDRESS_INVALID: something else is in its place.
  static absl::StatusOr<SocketClaim> Acquire(absl::string_view address);

  SocketClaim(SocketClaim&& other) noexcept : file_(other.file_) {
    other.file_ = -1;
  }
  SocketClaim(const SocketClaim&) = delete;
  SocketClaim& operator=(const SocketClaim&) = delete;
  ~SocketClaim();

 private:
  explicit SocketClaim(int file) : file_(file) {}

  int file_;
};

}  // namespace vigil::rpc
