#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.pb.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/session.h"
#include "services/cli/words.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/suite.h"

namespace vigil::cli {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

struct Health {
  std::string state;
  std::string note;
  Tone tone = Tone::kBad;
};

Health HealthOf(Session& session, const std::string& service) {
  const absl::StatusOr<rpc::Client*> client =
      session.ClientFor(kAsOperator, service);
  if (!client.ok()) {
    return {.state = "down", .note = ErrorText(client.status())};
  }
  HealthCheckResponse response;
  const absl::Status status = (*client)->Call("grpc.health.v1.Health/Check",
                                              HealthCheckRequest(), response);
  if (!status.ok()) return {.state = "down", .note = ErrorText(status)};
  if (response.status() == HealthCheckResponse::SERVING) {
    return {.state = "serving", .note = "", .tone = Tone::kGood};
  }
  return {.state = "not serving",
          .note = "it starts, or has lost Redis; its log is in " +
                  session.options.data + "/log",
          .tone = Tone::kWarning};
}

absl::Status ShowStatus(Session& session) {
  Table table({{"SERVICE"}, {"STATE"}, {"NOTE"}});
  bool all_serve = true;
  for (const std::string& service : launcher::ServiceNames()) {
    const Health health = HealthOf(session, service);
    all_serve = all_serve && health.tone == Tone::kGood;
    table.Add({service, {health.state, health.tone}, health.note});
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
  status->callback(
      [&session] { session.Do([&session] { return ShowStatus(session); }); });
}

}  // namespace vigil::cli
