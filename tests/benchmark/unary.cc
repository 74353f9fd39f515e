#include <array>
#include <functional>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "tests/benchmark/h2load.h"
#include "tests/benchmark/machine.h"
#include "tests/benchmark/parts.h"
#include "tests/benchmark/series.h"
#include "tests/benchmark/servers.h"
#include "tests/benchmark/unary_load.h"

namespace vigil::benchmark {
namespace {

constexpr double kCallsBound = 0.9;
constexpr double kP99Bound = 1.2;

// Makes the load of one measurement: side, calls in flight.
using Generator = std::function<absl::StatusOr<Load>(int, int)>;

absl::Status Compare(const Settings& settings, const Servers& servers,
                     absl::string_view client, int in_flight,
                     const Generator& generate, Report& report) {
  const std::string what =
      absl::StrCat(", ", in_flight, " in flight, ", client);
  const Awake awake(settings.awake && in_flight == 1);
  Series calls;
  Series p50;
  Series p99;
  Series cost;
  for (int round = 0; round < settings.rounds; ++round) {
    ShowProgress(absl::StrCat("unary", what, ": round ", round + 1, " of ",
                              settings.rounds));
    for (const int side : TurnsOf(round)) {
      const double before = ProcessorMicroseconds(servers.pid(side));
      VIGIL_ASSIGN_OR_RETURN(const Load load, generate(side, in_flight));
      const double used = ProcessorMicroseconds(servers.pid(side)) - before;
      calls.Add(side, load.calls_per_second);
      p50.Add(side, load.p50);
      p99.Add(side, load.p99);
      cost.Add(side, used / std::max(load.calls, 1.0));
    }
  }
  report.Add(calls.Summary("unary", absl::StrCat("calls", what), "1/s",
                           AtLeast(kCallsBound)));
  report.Add(p50.Summary("unary", absl::StrCat("p50", what), "us"));
  report.Add(
      p99.Summary("unary", absl::StrCat("p99", what), "us", AtMost(kP99Bound)));
  report.Add(cost.Summary("unary", absl::StrCat("server CPU", what), "us"));
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureUnary(const Settings& settings, Report& report) {
  Servers servers(settings);
  VIGIL_RETURN_IF_ERROR(servers.WaitUntilServing());
  std::array<UnaryClient, 2> clients = {UnaryClient(servers.address(0)),
                                        UnaryClient(servers.address(1))};
  for (UnaryClient& client : clients) {
    VIGIL_RETURN_IF_ERROR(client.WaitUntilServing());
    VIGIL_RETURN_IF_ERROR(client.Run(64, settings.duration).status());  // Warm.
  }
  for (const int in_flight : {1, 16, 64}) {
    VIGIL_RETURN_IF_ERROR(Compare(
        settings, servers, "C++", in_flight,
        [&](int side, int calls) {
          return clients[side].Run(calls, settings.duration);
        },
        report));
    if (!HasH2load()) continue;
    VIGIL_RETURN_IF_ERROR(Compare(
        settings, servers, "h2load", in_flight,
        [&](int side, int calls) {
          return RunH2load(servers.socket(side), calls, settings.duration,
                           servers.scratch());
        },
        report));
  }
  if (!HasH2load()) {
    report.Note("h2load is not installed: tools/deps bench installs it.");
  }
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
