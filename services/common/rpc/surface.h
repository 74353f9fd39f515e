#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/identity/principal.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/source.h"

namespace vigil::rpc {

// Ends a call whose answer is not at hand at once. Called exactly once, from
// any thread.
using Reply = std::function<void(absl::Status)>;

// One RPC: its name, who may call it, and what answers it. Exactly one of the
// handlers is set.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  identity::Roles roles;
  // True: no token is asked for. For health checks and reflection only.
  bool is_public = false;
  const google::protobuf::Message* request = nullptr;   // Prototype.
  const google::protobuf::Message* response = nullptr;  // Prototype.

  // Answers at once. For reads: must not block.
  std::function<absl::Status(const Call&, const google::protobuf::Message&,
                             google::protobuf::Message&)>
      unary;
  // Answers later; the call, request and response live until `Reply` is called.
  std::function<void(const Call&, const google::protobuf::Message&,
                     google::protobuf::Message&, Reply)>
      deferred;
  std::function<absl::StatusOr<std::unique_ptr<Source>>(
      const Call&, const google::protobuf::Message&)>
      server_stream;
  std::function<absl::StatusOr<std::unique_ptr<Sink>>(const Call&)>
      client_stream;
};

// What a service answers: a table of its RPCs with the roles that may call
// them. It knows nothing of gRPC; `Server` serves it, and tests call it in
// process. What is not in the table is denied, and `Check` fails where an RPC
// of the .proto file is missing.
class Surface {
 public:
  explicit Surface(const google::protobuf::ServiceDescriptor* service)
      : service_(service) {}

  template <typename Request, typename Response>
  void Unary(absl::string_view name, identity::Roles roles,
             std::function<absl::Status(const Call&, const Request&, Response&)>
                 body) {
    Method& method = Add<Request, Response>(name, roles);
    method.unary = [body = std::move(body)](const Call& call, const auto& in,
                                            auto& out) {
      return body(call, static_cast<const Request&>(in),
                  static_cast<Response&>(out));
    };
  }

  template <typename Request, typename Response>
  void Deferred(
      absl::string_view name, identity::Roles roles,
      std::function<void(const Call&, const Request&, Response&, Reply)> body) {
    Method& method = Add<Request, Response>(name, roles);
    method.deferred = [body = std::move(body)](const Call& call, const auto& in,
                                               auto& out, Reply reply) {
      body(call, static_cast<const Request&>(in), static_cast<Response&>(out),
           std::move(reply));
    };
  }

  template <typename Request, typename Response>
  void ServerStream(absl::string_view name, identity::Roles roles,
                    std::function<absl::StatusOr<std::unique_ptr<Source>>(
                        const Call&, const Request&)>
                        body) {
    Method& method = Add<Request, Response>(name, roles);
    method.server_stream = [body = std::move(body)](const Call& call,
                                                    const auto& in) {
      return body(call, static_cast<const Request&>(in));
    };
  }

  template <typename Request, typename Response>
  void ClientStream(
      absl::string_view name, identity::Roles roles,
      std::function<absl::StatusOr<std::unique_ptr<Sink>>(const Call&)> body) {
    Add<Request, Response>(name, roles).client_stream = std::move(body);
  }

  // Lets anybody call what was added last.
  void MakePublic() { methods_.back().is_public = true; }

  // `INTERNAL` if an RPC of the service has no row, a row names no RPC of it,
  // or a row's kind or types are not those of the RPC.
  absl::Status Check() const;

  const google::protobuf::ServiceDescriptor& service() const {
    return *service_;
  }
  const std::vector<Method>& methods() const { return methods_; }

 private:
  template <typename Request, typename Response>
  Method& Add(absl::string_view name, identity::Roles roles) {
    methods_.push_back(
        {.descriptor = service_->FindMethodByName(std::string(name)),
         .roles = roles,
         .request = &Request::default_instance(),
         .response = &Response::default_instance()});
    return methods_.back();
  }

  const google::protobuf::ServiceDescriptor* service_;
  std::vector<Method> methods_;
};

}  // namespace vigil::rpc
