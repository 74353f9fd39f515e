#include <malloc.h>
#include <time.h>

#include <bit>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/alerts/model.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/redis_ledger.h"
#include "services/common/ledger/replica.h"
#include "tests/benchmark/machine.h"
#include "tests/benchmark/parts.h"
#include "tests/benchmark/population.h"
#include "tests/benchmark/redis.h"
#include "tests/benchmark/sample.h"

namespace vigil::benchmark {
namespace {

using Alerts = ledger::Replica<alerts::Model>;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr unsigned kSeed = 1;
constexpr int kEventsEach = 10'000;
constexpr int kWarmUp = 50;
constexpr int kAlertCount = 2000;
constexpr int kScans = 20;

absl::Status WaitUntilServing(const Alerts& replica) {
  const absl::Time give_up_time = absl::Now() + absl::Minutes(2);
  while (replica.core().state() != ledger::ReplicaState::kServing) {
    if (absl::Now() > give_up_time) {
      return absl::UnavailableError("the replica does not come up");
    }
    absl::SleepFor(absl::Milliseconds(1));
  }
  return absl::OkStatus();
}

absl::Status CommitEvents(Alerts& replica, std::vector<std::string> events) {
  std::promise<absl::Status> done;
  replica.Commit(
      {.actor = "services/benchmark"},
      [&](const alerts::Model&,
          absl::Time) -> absl::StatusOr<ledger::Decision> {
        return ledger::Decision{.event_type = "vigil.alerts.v1.Event",
                                .events = events};
      },
      [&](const absl::StatusOr<ledger::Committed>& committed) {
        done.set_value(committed.status());
      });
  return done.get_future().get();
}

// Creates the subscriptions as they are created: entries through a replica.
absl::Status Subscribe(const Settings& settings, Population& population,
                       Alerts& replica) {
  for (int number = 0; number < settings.subscriptions;) {
    ShowProgress(absl::StrCat("match: ", number, " subscriptions"));
    std::vector<std::string> events;
    while (number < settings.subscriptions &&
           events.size() < static_cast<size_t>(kEventsEach)) {
      events.push_back(
          population.NextSubscription(number++).SerializeAsString());
    }
    VIGIL_RETURN_IF_ERROR(CommitEvents(replica, std::move(events)));
  }
  return absl::OkStatus();
}

// What this process holds, without what it has freed already.
double HeldBytes() {
  malloc_trim(0);
  return ResidentBytes();
}

// Saves a snapshot with a first replica, starts from it with `model`.
absl::Status FillAndStart(const Settings& settings, Population& population,
                          alerts::Model& model, Report& report) {
  Redis redis(settings.directory);
  VIGIL_RETURN_IF_ERROR(redis.WaitUntilServing());
  const SystemClock clock;
  ledger::RedisLedger ledger(
      {.redis = redis.options(), .service = "benchmark"});
  {
    alerts::Model first;
    Alerts replica(ledger, first, clock);
    replica.core().Start();
    VIGIL_RETURN_IF_ERROR(WaitUntilServing(replica));
    VIGIL_RETURN_IF_ERROR(Subscribe(settings, population, replica));
    replica.core().Stop();
  }
  ShowProgress("match: start-up");
  const double before = HeldBytes();
  const auto begin_time = SteadyNow();
  ledger::RedisLedger second(
      {.redis = redis.options(), .service = "benchmark"});
  Alerts replica(second, model, clock);
  replica.core().Start();
  VIGIL_RETURN_IF_ERROR(WaitUntilServing(replica));
  const std::chrono::duration<double> start_up = SteadyNow() - begin_time;
  const double held = HeldBytes() - before;
  replica.core().Stop();
  if (model.roster().subscription_count() != settings.subscriptions) {
    return absl::InternalError("subscriptions are missing after the restart");
  }
  report.Add({.part = "match",
              .what = absl::StrCat("start-up, ", settings.subscriptions,
                                   " subscriptions"),
              .unit = "s",
              .value = start_up.count(),
              .bound = AtMost(3)});
  report.Add({.part = "match",
              .what = "memory per subscription, all in all",
              .unit = "bytes",
              .value = held / settings.subscriptions,
              .bound = AtMost(400)});
  report.Add(
      {.part = "match",
       .what = "of which index",
       .unit = "bytes",
       .value = static_cast<double>(model.roster().index().MemoryBytes()) /
                settings.subscriptions});
  return absl::OkStatus();
}

// The processor time of this thread.
double ThreadMilliseconds() {
  timespec used = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 +
         static_cast<double>(used.tv_nsec) / 1e6;
}

int64_t CountMatches(const alerts::Model& model,
                     const alerts::Features& features) {
  int64_t count = 0;
  model.roster().index().Match(features, [&](uint32_t /*word*/, uint64_t bits) {
    count += std::popcount(bits);
  });
  return count;
}

// What it takes to find those whom an alert is for, without counting it in
// their feeds, for the alerts that were applied last; adds up the matches.
std::vector<double> MatchMilliseconds(const alerts::Model& model,
                                      int64_t& matches) {
  std::vector<double> times;
  const auto& updates = model.log().updates();
  for (size_t i = updates.size() - kAlertCount; i < updates.size(); ++i) {
    const auto begin_time = SteadyNow();
    matches += CountMatches(model, updates[i].features);
    times.push_back(Milliseconds(SteadyNow() - begin_time).count());
  }
  return times;
}

// All conditions, one after the other, as a plain program has them.
std::vector<alerts::Conditions> ConditionsOf(const alerts::Model& model) {
  std::vector<alerts::Conditions> all;
  const alerts::Roster& roster = model.roster();
  for (size_t i = 0; i < roster.partner_count(); ++i) {
    const auto& partner = roster.partner(static_cast<alerts::PartnerNumber>(i));
    for (const alerts::Slot slot : partner.slots) {
      all.push_back(roster.Get(slot).conditions);
    }
  }
  return all;
}

// Looks at every subscription for the alerts that were applied last.
absl::StatusOr<double> ScanMilliseconds(const alerts::Model& model) {
  const std::vector<alerts::Conditions> all = ConditionsOf(model);
  std::vector<double> times;
  const auto& updates = model.log().updates();
  for (int i = 0; i < kScans; ++i) {
    const alerts::Features& features = updates[updates.size() - 1 - i].features;
    int64_t count = 0;
    const auto begin_time = SteadyNow();
    for (const alerts::Conditions& conditions : all) {
      count += alerts::Matches(conditions, features) ? 1 : 0;
    }
    times.push_back(Milliseconds(SteadyNow() - begin_time).count());
    if (count != CountMatches(model, features)) {
      return absl::InternalError("the index finds others than a scan does");
    }
  }
  return Median(times);
}

void ReportTimes(std::vector<double>& matching, std::vector<double>& times,
                 std::vector<double>& used, Report& report) {
  report.Add({.part = "match",
              .what = "match an alert, p50",
              .unit = "ms",
              .value = Quantile(matching, 0.5),
              .bound = AtMost(0.3)});
  report.Add({.part = "match",
              .what = "match an alert, p99",
              .unit = "ms",
              .value = Quantile(matching, 0.99),
              .bound = AtMost(2)});
  report.Add({.part = "match",
              .what = "apply its entry: match, count in feeds, p50",
              .unit = "ms",
              .value = Quantile(times, 0.5),
              .bound = AtMost(0.3)});
  report.Add({.part = "match",
              .what = "apply its entry: match, count in feeds, p99",
              .unit = "ms",
              .value = Quantile(times, 0.99),
              .bound = AtMost(2)});
  report.Add({.part = "match",
              .what = "the same without waiting for a core, p99",
              .unit = "ms",
              .value = Quantile(used, 0.99)});
}

}  // namespace

absl::Status MeasureMatch(const Settings& settings, Report& report) {
  Population population(kSeed);
  alerts::Model model;
  VIGIL_RETURN_IF_ERROR(FillAndStart(settings, population, model, report));
  std::vector<double> times;
  std::vector<double> used;
  int64_t revision = settings.subscriptions + 1;
  for (int i = 0; i < kWarmUp + kAlertCount; ++i) {
    if (i % 100 == 0) ShowProgress(absl::StrCat("match: ", i, " alerts"));
    ledger::Entry entry;
    entry.add_events(population.NextAlert(i).SerializeAsString());
    const double used_before = ThreadMilliseconds();
    const auto begin_time = SteadyNow();
    VIGIL_RETURN_IF_ERROR(model.Apply(entry, ++revision));
    const Milliseconds passed = SteadyNow() - begin_time;
    if (i < kWarmUp) continue;
    times.push_back(passed.count());
    used.push_back(ThreadMilliseconds() - used_before);
  }
  int64_t matches = 0;
  std::vector<double> matching = MatchMilliseconds(model, matches);
  VIGIL_ASSIGN_OR_RETURN(const double scan, ScanMilliseconds(model));
  report.Add({.part = "match",
              .what = "matches of an alert, mean",
              .value = static_cast<double>(matches) / kAlertCount});
  ReportTimes(matching, times, used, report);
  report.Add({.part = "match",
              .what = "a scan that looks at each, p50",
              .unit = "ms",
              .value = scan});
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
