#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.pb.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/session.h"
#include "services/common/base/error.h"
#include "services/launcher/suite.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/mandate_watch/v1/stream_requests.pb.h"
#include "vigil/membership/v1/watch.pb.h"

namespace vigil::cli {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Watching a ledger is for services; the launcher's own token will do.
constexpr absl::string_view kAsService = "service-notifier";

struct Health {
  std::string state;
  std::string note;
  Tone tone = Tone::kBad;
};

Health HealthOf(Session& session, const std::string& service) {
  const absl::StatusOr<rpc::Client*> client =
      session.ClientFor(kAsOperator, service);
  if (!client.ok()) {
    return {.state = "down", .note = std::string(client.status().message())};
  }
  HealthCheckResponse response;
  const absl::Status status = (*client)->Call("grpc.health.v1.Health/Check",
                                              HealthCheckRequest(), response);
  if (!status.ok()) {
    return {.state = "down", .note = std::string(status.message())};
  }
  if (response.status() == HealthCheckResponse::SERVING) {
    return {.state = "serving", .note = "", .tone = Tone::kGood};
  }
  return {.state = "not serving",
          .note = absl::StrCat("it starts, or waits for what it needs; see ",
                               session.options.data, "/log/", service, ".log"),
          .tone = Tone::kWarning};
}

// The last revision of a service's ledger, which it tells whoever asks to
// watch what lies ahead of it; empty if it is not to be had.
template <typename Request, typename Response>
std::string RevisionOf(Session& session, absl::string_view method) {
  const absl::StatusOr<rpc::Client*> client =
      session.ClientFor(kAsService, method);
  if (!client.ok()) return "";
  Request request;
  Response response;
  request.set_after_revision(std::numeric_limits<int64_t>::max());
  const absl::Status status =
      (*client)->Stream(method, request, response, [] { return false; });
  return MetadataOf(status)["head_revision"];
}

std::string RevisionOf(Session& session, const std::string& service) {
  if (service == "membership") {
    return RevisionOf<membership::v1::WatchRequest,
                      membership::v1::WatchResponse>(
        session, "vigil.membership.v1.MembershipService/Watch");
  }
  if (service == "mandate_watch") {
    return RevisionOf<mandate_watch::v1::WatchRequest,
                      mandate_watch::v1::WatchResponse>(
        session, "vigil.mandate_watch.v1.MandateWatchService/Watch");
  }
  if (service == "alerts") {
    return RevisionOf<alerts::v1::WatchRequest, alerts::v1::WatchResponse>(
        session, "vigil.alerts.v1.AlertService/Watch");
  }
  return "";  // It has no ledger.
}

struct Flags {
  std::vector<std::string> services;
};

absl::Status ShowStatus(Session& session, const Flags& flags) {
  Table table({{"SERVICE"}, {"STATE"}, {"REVISION", true}, {"NOTE"}});
  bool all_serve = true;
  const std::vector<std::string>& services =
      flags.services.empty() ? launcher::ServiceNames() : flags.services;
  for (const std::string& service : services) {
    const Health health = HealthOf(session, service);
    const bool serves = health.tone == Tone::kGood;
    all_serve = all_serve && serves;
    table.Add({service,
               {health.state, health.tone},
               serves ? RevisionOf(session, service) : "",
               health.note});
  }
  session.output.PrintTable(table);
  if (all_serve) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "NOT_ALL_SERVE",
               "not every service is up");
}

}  // namespace

void AddStatusCommand(CLI::App& app, Session& session) {
  CLI::App* const status = app.add_subcommand(
      "status", "Shows the health of each service; exits 1 unless all serve");
  auto flags = std::make_shared<Flags>();
  status->add_option("SERVICE", flags->services, "Only these services")
      ->check(CLI::IsMember(launcher::ServiceNames()));
  SetAction<Flags>(*status, session, flags, ShowStatus);
}

}  // namespace vigil::cli
