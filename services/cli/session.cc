#include "services/cli/session.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/error_text.h"
#include "services/common/base/backoff.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/random.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/launcher/data_directory.h"
#include "services/launcher/private_file.h"
#include "services/launcher/suite.h"

namespace vigil::cli {
namespace {

// What passes by itself, and can be repeated since every write has an id.
bool MayPass(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  for (const char* const passing :
       {"OUTCOME_UNKNOWN", "STORE_UNAVAILABLE", "NOT_READY", "LEDGER_CONFLICT",
        "STOPPING"}) {
    if (reason == passing) return true;
  }
  return false;
}

// Whether somebody listens: a refusal is told at once, rather than after the
// time a call may take.
bool IsListening(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool listening =
      connect(probe, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) == 0;
  close(probe);
  return listening;
}

absl::Status NotRunningError(const std::string& service,
                             const std::string& data) {
  return Error(absl::StatusCode::kUnavailable, "NOT_RUNNING",
               absl::StrCat(service, " does not run on ", data,
                            "; start Vigil with 'vigil up --data ", data,
                            "', or name its place with --data or --address"));
}

}  // namespace

std::string NewRequestId() { return absl::BytesToHexString(RandomId()); }

std::string ServiceOf(absl::string_view method) {
  const std::vector<absl::string_view> words = absl::StrSplit(method, '.');
  return std::string(words.size() > 1 ? words[1] : words[0]);
}

absl::Status Session::Run() const {
  return action_ ? action_() : UsageError("no command; see 'vigil --help'");
}

absl::StatusOr<std::string> Session::AddressOf(
    const std::string& service) const {
  std::string found;
  for (const std::string& given : options.addresses) {
    const std::pair<std::string, std::string> words =
        absl::StrSplit(given, absl::MaxSplits('=', 1));
    if (words.second.empty() && found.empty()) found = given;
    if (words.first != service) continue;
    if (!words.second.empty()) found = words.second;
  }
  if (!found.empty()) return found;
  const launcher::DataDirectory directory(options.data);
  const std::string socket = directory.socket(service);
  if (!IsListening(socket)) return NotRunningError(service, options.data);
  return absl::StrCat("unix:", socket);
}

absl::StatusOr<std::string> Session::TokenOf(absl::string_view role) const {
  if (!options.token_file.empty()) {
    return identity::ReadTokenFile(options.token_file);
  }
  const bool is_chosen = !options.role.empty();
  std::string who = is_chosen ? options.role : std::string(role);
  if (who == kAsPartner) who = absl::StrCat("partner-", options.partner);
  const std::string path = launcher::DataDirectory(options.data).token(who);
  if (!launcher::Exists(path)) {
    return Error(absl::StatusCode::kFailedPrecondition, "TOKEN_FILE_UNREADABLE",
                 absl::StrCat("there is no token at ", path,
                              "; name one with --token-file, or the place of "
                              "Vigil with --data"));
  }
  return identity::ReadTokenFile(path);
}

absl::StatusOr<rpc::Client*> Session::ClientFor(absl::string_view role,
                                                absl::string_view method) {
  const std::string service = ServiceOf(method);
  std::unique_ptr<rpc::Client>& client =
      clients_[absl::StrCat(service, "/", role)];
  if (client != nullptr) return client.get();
  VIGIL_ASSIGN_OR_RETURN(std::string address, AddressOf(service));
  VIGIL_ASSIGN_OR_RETURN(std::string token, TokenOf(role));
  client = std::make_unique<rpc::Client>(
      rpc::ClientOptions{.address = std::move(address),
                         .token = std::move(token),
                         .timeout = options.timeout});
  return client.get();
}

absl::StatusOr<rpc::Client*> Session::RenewClient(absl::string_view role,
                                                  absl::string_view method) {
  clients_.erase(absl::StrCat(ServiceOf(method), "/", role));
  return ClientFor(role, method);
}

absl::Status Session::Call(absl::string_view role, absl::string_view method,
                           const google::protobuf::Message& request,
                           google::protobuf::Message& response) {
  VIGIL_ASSIGN_OR_RETURN(rpc::Client* const client, ClientFor(role, method));
  const auto deadline =
      SteadyNow() + absl::ToChronoNanoseconds(options.timeout);
  Backoff backoff;
  while (true) {
    const absl::Status status = client->Call(method, request, response);
    if (status.ok() || !MayPass(status)) return status;
    const absl::Duration delay = backoff.Next();
    const absl::Duration left = absl::FromChrono(deadline - SteadyNow());
    if (left <= delay) return status;
    poll(nullptr, 0, static_cast<int>(absl::ToInt64Milliseconds(delay)) + 1);
  }
}

}  // namespace vigil::cli
