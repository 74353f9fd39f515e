#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/identity/directory.h"
#include "services/common/rpc/health.h"
#include "services/common/rpc/metrics.h"
#include "services/common/rpc/surface.h"

namespace vigil::rpc {

struct ServerOptions {
  // `unix:/path`, or a loopback `host:port`; port 0 takes any.
  std::string address;
  // Lets `address` face a network. See `CheckListenAddress`.
  bool allow_untrusted_network = false;
  // Serves descriptors to whoever asks.
  bool reflection = false;
  // Logs successful calls too.
  bool log_calls = false;
  // The longest that a unary call may take.
  absl::Duration max_unary_time = absl::Seconds(60);
  // How long a stream may be silent.
  absl::Duration heartbeat_interval = absl::Seconds(20);
  // Of messages, both ways: what every client takes by default.
  int max_message_bytes = 4 << 20;
  // An open stream costs about 20 KB.
  int max_streams = 50'000;
};

// Serves surfaces and health over gRPC: every call is named, its caller is
// identified and its role checked before the request is even parsed; it is
// bounded in size and time, counted, and its errors leave with details. Streams
// are pulled, one message at a time, and have a heartbeat.
//
// This is the one place that knows gRPC's server. Thread-safe.
class Server {
 public:
  // Listens. Nothing but the options is owned; `metrics` gains counters, and
  // `health` the names of the services.
  //
  // Errors:
  //   INTERNAL, METHOD_TABLE_INVALID: see `Surface::Check`.
  //   INVALID_ARGUMENT, ADDRESS_INVALID; FAILED_PRECONDITION, ADDRESS_IN_USE.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      ServerOptions options, const identity::Directory& directory,
      const std::vector<const Surface*>& surfaces, Health& health,
      Metrics& metrics);

  // `Stop(absl::ZeroDuration())`.
  ~Server();

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Where it listens, e.g. `127.0.0.1:41234`.
  const std::string& address() const;

  // Ends the streams whose callers the directory does not know any more, or
  // not in a role that may have them. Call it when the directory has changed.
  void RecheckCallers();

  // Turns health to NOT_SERVING, takes no more calls, ends open streams at once
  // with their farewell, and gives calls in flight up to `grace_period`.
  void Stop(absl::Duration grace_period);

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace vigil::rpc
