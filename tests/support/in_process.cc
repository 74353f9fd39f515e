#include "tests/support/in_process.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/mutex.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/common/identity/token.h"
#include "services/common/rpc/errors.h"
#include "services/common/rpc/gate.h"

namespace vigil {
namespace {

using google::protobuf::Message;

// A status that somebody waits for.
class Answer {
 public:
  void Set(absl::Status status) {
    MutexLock lock(mutex_);
    status_ = std::move(status);
    done_ = true;
    changed_.NotifyAll();
  }

  absl::Status Wait() {
    MutexLock lock(mutex_);
    while (!done_) changed_.Wait(mutex_);
    return status_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::unique_ptr<Message>> Received(const Message& sent,
                                                  const Message& prototype) {
  std::unique_ptr<Message> message(prototype.New());
  if (!message->ParseFromString(sent.SerializeAsString())) {
    return rpc::MalformedRequestError(prototype.GetDescriptor()->full_name());
  }
  return message;
}

}  // namespace

class InProcessStream::Bell {
 public:
  void Ring() {
    MutexLock lock(mutex_);
    rung_ = true;
    changed_.NotifyAll();
  }

  // Returns whether it rang in time.
  bool Wait(absl::Time deadline) {
    MutexLock lock(mutex_);
    while (!rung_) {
      const absl::Duration left = deadline - absl::Now();
      if (left <= absl::ZeroDuration()) return false;
      changed_.WaitFor(mutex_, left);
    }
    rung_ = false;
    return true;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool rung_ ABSL_GUARDED_BY(mutex_) = false;
};

InProcessStream::InProcessStream(std::unique_ptr<rpc::Source> source)
    : source_(std::move(source)), bell_(std::make_shared<Bell>()) {}

InProcessStream::~InProcessStream() = default;

absl::StatusOr<bool> InProcessStream::Next(Message& message,
                                           absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  for (;;) {
    message.Clear();
    VIGIL_ASSIGN_OR_RETURN(
        const rpc::Source::Next next,
        source_->Pull(message, [bell = bell_] { bell->Ring(); }));
    if (next == rpc::Source::Next::kMessage) return true;
    ended_ = next == rpc::Source::Next::kEnd;
    if (ended_ || !bell_->Wait(deadline)) return false;
  }
}

InProcess::InProcess(std::vector<const rpc::Surface*> surfaces,
                     absl::string_view caller)
    : surfaces_(std::move(surfaces)) {
  const std::string key(identity::kKeySize, 'k');
  identity::v1::Principals principals;
  if (!caller.empty()) {
    const std::string token = identity::GenerateToken();
    authorization_ = absl::StrCat("Bearer ", token);
    auto* principal = principals.add_principals();
    principal->set_name(std::string(caller));
    principal->set_role(identity::RoleOf(caller));
    principal->set_token_hash(identity::HexHashToken(key, token));
  }
  directory_ = std::make_unique<identity::Directory>(key, principals);
  for (const rpc::Surface* surface : surfaces_) {
    for (const rpc::Method& method : surface->methods()) {
      paths_.push_back(std::make_unique<std::string>(rpc::PathOf(method)));
    }
  }
}

absl::StatusOr<const rpc::Method*> InProcess::Open(absl::string_view method,
                                                   absl::Duration timeout,
                                                   rpc::Call& call) const {
  size_t index = 0;
  for (const rpc::Surface* surface : surfaces_) {
    for (const rpc::Method& row : surface->methods()) {
      const std::string& path = *paths_[index++];
      if (path != method && !absl::EndsWith(path, absl::StrCat(".", method))) {
        continue;
      }
      VIGIL_ASSIGN_OR_RETURN(call.principal,
                             rpc::Gate(*directory_).Admit(row, authorization_));
      call.method = path;
      call.call_id = rpc::MakeCallId();
      call.deadline = absl::Now() + timeout;
      return &row;
    }
  }
  return Error(absl::StatusCode::kUnimplemented, "UNIMPLEMENTED",
               absl::StrCat("no surface has ", method));
}

absl::Status InProcess::Call(absl::string_view method, const Message& request,
                             Message& response, absl::Duration timeout) {
  rpc::Call call;
  VIGIL_ASSIGN_OR_RETURN(const rpc::Method* const row,
                         Open(method, timeout, call));
  VIGIL_ASSIGN_OR_RETURN(const std::unique_ptr<Message> received,
                         Received(request, *row->request));
  response.Clear();
  if (row->unary) return row->unary(call, *received, response);
  if (!row->deferred) return absl::InternalError("the method streams");
  Answer answer;
  row->deferred(call, *received, response, [&answer](absl::Status status) {
    answer.Set(std::move(status));
  });
  return answer.Wait();
}

absl::StatusOr<std::unique_ptr<InProcessStream>> InProcess::Stream(
    absl::string_view method, const Message& request) {
  rpc::Call call;
  VIGIL_ASSIGN_OR_RETURN(const rpc::Method* const row,
                         Open(method, absl::InfiniteDuration(), call));
  VIGIL_ASSIGN_OR_RETURN(const std::unique_ptr<Message> received,
                         Received(request, *row->request));
  if (!row->server_stream) return absl::InternalError("no server stream");
  VIGIL_ASSIGN_OR_RETURN(std::unique_ptr<rpc::Source> source,
                         row->server_stream(call, *received));
  return std::make_unique<InProcessStream>(std::move(source));
}

absl::Status InProcess::Upload(absl::string_view method,
                               const std::vector<const Message*>& messages,
                               Message& response) {
  rpc::Call call;
  VIGIL_ASSIGN_OR_RETURN(const rpc::Method* const row,
                         Open(method, absl::InfiniteDuration(), call));
  if (!row->client_stream) return absl::InternalError("no client stream");
  VIGIL_ASSIGN_OR_RETURN(const std::unique_ptr<rpc::Sink> sink,
                         row->client_stream(call));
  for (const Message* message : messages) {
    VIGIL_ASSIGN_OR_RETURN(const std::unique_ptr<Message> received,
                           Received(*message, *row->request));
    VIGIL_RETURN_IF_ERROR(sink->Push(*received));
  }
  response.Clear();
  Answer answer;
  sink->Finish(response, [&answer](absl::Status status) {
    answer.Set(std::move(status));
  });
  return answer.Wait();
}

}  // namespace vigil
