#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "tests/benchmark/parts.h"
#include "tests/benchmark/series.h"
#include "tests/benchmark/servers.h"
#include "tests/benchmark/stream_load.h"

namespace vigil::benchmark {

absl::Status MeasureStream(const Settings& settings, Report& report) {
  constexpr double kBound = 0.7;
  Servers servers(settings);
  VIGIL_RETURN_IF_ERROR(servers.WaitUntilServing());
  for (const int streams : {1, 8}) {
    Series messages;
    for (int round = 0; round < settings.rounds; ++round) {
      ShowProgress(absl::StrCat("stream, ", streams, " open: round ", round + 1,
                                " of ", settings.rounds));
      for (const int side : TurnsOf(round)) {
        VIGIL_ASSIGN_OR_RETURN(const double rate,
                               MessagesPerSecond(servers.address(side), streams,
                                                 settings.duration));
        messages.Add(side, rate);
      }
    }
    report.Add(messages.Summary("stream",
                                absl::StrCat("messages, ", streams, " open"),
                                "1/s", AtLeast(kBound)));
  }
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
