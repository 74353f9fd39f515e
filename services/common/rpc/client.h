#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil::rpc {

struct ClientOptions {
  // `unix:/path` or `127.0.0.1:port`.
  std::string address;
  // Sent as `authorization: Bearer …`; empty sends none.
  std::string token;
  // The longest that a unary call may take where the caller says nothing.
  absl::Duration timeout = absl::Seconds(10);
};

// Calls a gRPC server by method name and message, without generated stubs.
// Thread-safe. Errors are those of the server, with reason, metadata and field
// violations as `services/common/base/error.h` reads them.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Calls `vigil.membership.v1.MembershipService/GetState` or the like.
  absl::Status Call(absl::string_view method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response,
                    absl::Time deadline = absl::InfiniteFuture());

  // Calls a server-streaming method. `message` is filled in again for each one,
  // then `received` is called, which returns false to end the stream. Blocks
  // until the stream ends; OK if `received` ended it. `CANCELLED` after `Stop`.
  absl::Status Stream(absl::string_view method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message& message,
                      const std::function<bool()>& received);

  // Calls a client-streaming method. `next` fills in `message` and returns
  // true, or returns false when everything is sent.
  absl::Status Upload(absl::string_view method,
                      google::protobuf::Message& message,
                      const std::function<bool()>& next,
                      google::protobuf::Message& response,
                      absl::Time deadline = absl::InfiniteFuture());

  // Ends streams and calls, now and from now on. Safe from any thread.
  void Stop();

 private:
  class Channel;
  std::unique_ptr<Channel> channel_;
};

}  // namespace vigil::rpc
