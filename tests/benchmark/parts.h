#pragma once

#include "absl/status/status.h"
#include "tests/benchmark/report.h"
#include "tests/benchmark/settings.h"

namespace vigil::benchmark {

// The parts of the benchmark. Each adds what it has measured to the report, and
// says on standard error how far it is.

// Reads of an alert: calls per second, latency, processor time of the server.
absl::Status MeasureUnary(const Settings& settings, Report& report);

// Messages per second of streams.
absl::Status MeasureStream(const Settings& settings, Report& report);

// Commits per second through a replica; events per second in large entries.
absl::Status MeasureAppend(const Settings& settings, Report& report);

// A million subscriptions: memory, start-up, and how long an alert is matched.
absl::Status MeasureMatch(const Settings& settings, Report& report);

// From the announcement of a candidacy to its alert on a stream, through all of
// the suite's processes.
absl::Status MeasureAlert(const Settings& settings, Report& report);

// Says how far the benchmark is.
void ShowProgress(absl::string_view text);

}  // namespace vigil::benchmark
