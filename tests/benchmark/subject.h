#pragma once

#include <string>

#include "vigil/alerts/v1/alert.pb.h"
#include "vigil/alerts/v1/feed_requests.pb.h"

namespace vigil::benchmark {

// What both servers of the benchmark hold and send.
inline constexpr int kAlerts = 1000;

// A partner who may call, and its token.
inline constexpr char kPartner[] = "partners/benchmark";
inline constexpr char kToken[] =
    "vgl_benchmark-of-vigil-no-secret-at-all-000000";

inline constexpr char kGetAlert[] =
    "vigil.benchmark.v1.BenchmarkService/GetAlert";
inline constexpr char kStreamAlerts[] =
    "vigil.benchmark.v1.BenchmarkService/StreamAlerts";

// `alerts/a00000000000000000000000000000007`.
std::string AlertName(int number);

// An alert as the notifier raises them.
alerts::v1::Alert MakeAlert(int number);

// What a stream sends as `sequence`.
void FillItem(const alerts::v1::Alert& alert, int64_t sequence,
              alerts::v1::StreamAlertsResponse& message);

}  // namespace vigil::benchmark
