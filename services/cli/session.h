#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/cli/output.h"
#include "services/common/rpc/client.h"

namespace vigil::cli {

// What every command takes.
struct GlobalOptions {
  std::string data = "data";
  // `ADDRESS`, for all services, or `SERVICE=ADDRESS`.
  std::vector<std::string> addresses;
  std::string token_file;
  std::string role;  // Whose token, rather than what the command would take.
  std::string partner = "demo";
  absl::Duration timeout = absl::Seconds(10);
};

// Whose token a command takes, unless told otherwise: who is least able to do
// it.
inline constexpr absl::string_view kAsAnalyst = "analyst";
inline constexpr absl::string_view kAsEditor = "editor";
inline constexpr absl::string_view kAsOperator = "operator";
inline constexpr absl::string_view kAsPartner = "partner";

// One run of `vigil`: what it was told, where the services are, and what it
// answers with.
class Session {
 public:
  GlobalOptions options;
  Output output;

  // What the command line asks for; it is done once all of that is read.
  void Do(std::function<absl::Status()> action) { action_ = std::move(action); }
  absl::Status Run() const;

  // Calls `vigil.membership.v1.MembershipService/GetState` or the like. What
  // can be repeated, since the request bears a `request_id` or reads, is
  // repeated for as long as `--timeout` allows.
  absl::Status Call(absl::string_view role, absl::string_view method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response);

  // The client for the service of `method`, or one that stands for a service's
  // name.
  absl::StatusOr<rpc::Client*> ClientFor(absl::string_view role,
                                         absl::string_view method);

  // The same, with a connection of its own. The one before is gone.
  absl::StatusOr<rpc::Client*> RenewClient(absl::string_view role,
                                           absl::string_view method);

  // Lists all pages into `all`, which has the list as its first field.
  template <typename Request, typename Response>
  absl::Status List(absl::string_view role, absl::string_view method,
                    Request request, Response& all) {
    request.set_page_size(1000);
    do {
      Response page;
      absl::Status status = Call(role, method, request, page);
      if (!status.ok()) return status;
      request.set_page_token(page.next_page_token());
      page.clear_next_page_token();
      all.MergeFrom(page);
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

  // `partners/demo`, as --partner says.
  std::string Partner() const { return "partners/" + options.partner; }

 private:
  absl::StatusOr<std::string> AddressOf(const std::string& service) const;
  absl::StatusOr<std::string> TokenOf(absl::string_view role) const;

  std::function<absl::Status()> action_;
  // By service and role.
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
};

// The id of a request that may be repeated.
std::string NewRequestId();

// `membership` of `vigil.membership.v1.MembershipService/GetState`, and of
// `membership`.
std::string ServiceOf(absl::string_view method);

}  // namespace vigil::cli
