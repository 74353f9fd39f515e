#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "tests/benchmark/commit_load.h"
#include "tests/benchmark/machine.h"
#include "tests/benchmark/parts.h"
#include "tests/benchmark/raw_append.h"
#include "tests/benchmark/redis.h"
#include "tests/benchmark/sample.h"
#include "tests/benchmark/series.h"
#include "tests/benchmark/servers.h"

namespace vigil::benchmark {
namespace {

constexpr double kCommitsBound = 0.7;
constexpr double kEventsBound = 10'000;
constexpr int kEventsEach = 1000;

absl::Status CompareCommits(const Settings& settings, int writers,
                            const Redis& redis, CommitLoad& load,
                            Report& report) {
  const std::string what = writers == 1
                               ? ", one at a time"
                               : absl::StrCat(", ", writers, " writers");
  const std::string entry = load.SampleEntry();
  const Awake awake(settings.awake && writers == 1);
  Series rate;
  std::vector<double> p50;
  std::vector<double> p99;
  for (int round = 0; round < settings.rounds; ++round) {
    ShowProgress(absl::StrCat("append", what, ": round ", round + 1, " of ",
                              settings.rounds));
    for (const int side : TurnsOf(round)) {
      if (side == Servers::kVigil) {
        VIGIL_ASSIGN_OR_RETURN(const Commits commits,
                               load.Run(writers, 1, settings.duration));
        rate.Add(side, commits.per_second);
        p50.push_back(commits.p50);
        p99.push_back(commits.p99);
      } else {
        VIGIL_ASSIGN_OR_RETURN(const double raw,
                               RawAppendsPerSecond(redis.socket(), writers,
                                                   entry, settings.duration));
        rate.Add(side, raw);
      }
    }
  }
  report.Add(rate.Summary("append", absl::StrCat("commits", what), "1/s",
                          AtLeast(kCommitsBound)));
  report.Add({.part = "append",
              .what = absl::StrCat("commit p50", what),
              .unit = "us",
              .value = Median(p50)});
  report.Add({.part = "append",
              .what = absl::StrCat("commit p99", what),
              .unit = "us",
              .value = Median(p99)});
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureAppend(const Settings& settings, Report& report) {
  Redis redis(settings.directory);
  VIGIL_RETURN_IF_ERROR(redis.WaitUntilServing());
  CommitLoad load(redis.options());
  VIGIL_RETURN_IF_ERROR(load.WaitUntilServing());
  VIGIL_RETURN_IF_ERROR(load.Run(1, 1, settings.duration / 5).status());
  for (const int writers : {1, 16}) {
    VIGIL_RETURN_IF_ERROR(
        CompareCommits(settings, writers, redis, load, report));
  }
  std::vector<double> events;
  for (int round = 0; round < settings.rounds; ++round) {
    ShowProgress(absl::StrCat("append, many events: round ", round + 1));
    VIGIL_ASSIGN_OR_RETURN(const Commits commits,
                           load.Run(1, kEventsEach, settings.duration));
    events.push_back(commits.per_second * kEventsEach);
  }
  report.Add({.part = "append",
              .what = absl::StrCat("events, entries of ", kEventsEach),
              .unit = "1/s",
              .value = Median(events),
              .bound = AtLeast(kEventsBound)});
  return load.CheckNothingIsMissing();
}

}  // namespace vigil::benchmark
