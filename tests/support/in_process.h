#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/identity/directory.h"
#include "services/common/rpc/source.h"
#include "services/common/rpc/surface.h"

namespace vigil {

// A server stream without a server. Not thread-safe.
class InProcessStream {
 public:
  explicit InProcessStream(std::unique_ptr<rpc::Source> source);
  ~InProcessStream();

  // Waits for the next message: true, and it is in `message`; false if there
  // was none in time, or the stream has ended with OK. An error ended it.
  absl::StatusOr<bool> Next(google::protobuf::Message& message,
                            absl::Duration patience = absl::Seconds(5));

  // Whether the stream has ended with OK.
  bool ended() const { return ended_; }

  rpc::Source& source() { return *source_; }

 private:
  class Bell;

  std::unique_ptr<rpc::Source> source_;
  // Outlives the stream: a wake may come late.
  std::shared_ptr<Bell> bell_;
  bool ended_ = false;
};

// Calls surfaces as the server does, with a token, the check of the role and
// the bytes of the messages, but without gRPC: for tests, also under
// ThreadSanitizer. Methods are named as `MembershipService/GetState`. Not
// thread-safe; make one for each thread.
class InProcess {
 public:
  // `caller` is the name of a principal, which has the role that belongs to it:
  // `editors/alice`. Empty: calls bear no token. The surfaces are not owned.
  InProcess(std::vector<const rpc::Surface*> surfaces,
            absl::string_view caller);

  absl::Status Call(absl::string_view method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response,
                    absl::Duration timeout = absl::Seconds(30));

  absl::StatusOr<std::unique_ptr<InProcessStream>> Stream(
      absl::string_view method, const google::protobuf::Message& request);

  absl::Status Upload(
      absl::string_view method,
      const std::vector<const google::protobuf::Message*>& messages,
      google::protobuf::Message& response);

 private:
  // Finds the row and lets the caller in.
  absl::StatusOr<const rpc::Method*> Open(absl::string_view method,
                                          absl::Duration timeout,
                                          rpc::Call& call) const;

  const std::vector<const rpc::Surface*> surfaces_;
  std::string authorization_;
  std::unique_ptr<identity::Directory> directory_;
  // Calls keep views of them.
  std::vector<std::unique_ptr<std::string>> paths_;
};

}  // namespace vigil
