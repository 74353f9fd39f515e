#include "tests/benchmark/h2load.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/benchmark/child.h"
#include "tests/benchmark/sample.h"
#include "tests/benchmark/subject.h"
#include "vigil/alerts/v1/alert_requests.pb.h"

namespace vigil::benchmark {
namespace {

// A message as gRPC puts it on the wire: not compressed, its length, itself.
std::string Framed(const std::string& message) {
  const auto size = static_cast<uint32_t>(message.size());
  std::string frame(1, '\0');
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>(size >> shift & 0xFF));
  }
  return frame + message;
}

std::vector<std::string> Arguments(const std::string& socket, int in_flight,
                                   absl::Duration duration,
                                   const std::string& frame,
                                   const std::string& log) {
  const int connections = std::min(in_flight, 4);
  return {
      "h2load",
      absl::StrCat("--clients=", connections),
      absl::StrCat("--max-concurrent-streams=", in_flight / connections),
      absl::StrCat("--duration=", absl::ToInt64Milliseconds(duration), "ms"),
      "--warm-up-time=100ms",
      absl::StrCat("--base-uri=unix:", socket),
      absl::StrCat("--data=", frame),
      absl::StrCat("--log-file=", log),
      "--header=content-type: application/grpc",
      "--header=te: trailers",
      absl::StrCat("--header=authorization: Bearer ", kToken),
      absl::StrCat("http://localhost/", kGetAlert)};
}

}  // namespace

bool HasH2load() {
  const char* const path = std::getenv("PATH");
  if (path == nullptr) return false;
  for (const absl::string_view directory : absl::StrSplit(path, ':')) {
    std::error_code ignored;
    if (std::filesystem::exists(absl::StrCat(directory, "/h2load"), ignored)) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<Load> RunH2load(const std::string& socket, int in_flight,
                               absl::Duration duration,
                               const std::string& scratch) {
  const std::string frame = absl::StrCat(scratch, "/frame");
  const std::string log = absl::StrCat(scratch, "/h2load.log");
  alerts::v1::GetAlertRequest request;
  request.set_name(AlertName(7));
  std::ofstream(frame, std::ios::binary) << Framed(request.SerializeAsString());
  std::filesystem::remove(log);
  Child child(Arguments(socket, in_flight, duration, frame, log),
              absl::StrCat(scratch, "/h2load.out"));
  if (child.Wait() != 0) return absl::InternalError("h2load failed");

  // Each line: when it began, the status, the microseconds until its end.
  std::vector<double> latencies;
  std::ifstream lines(log);
  double begin_time = 0;
  int status = 0;
  double latency = 0;
  while (lines >> begin_time >> status >> latency) {
    if (status != 200) return absl::InternalError("h2load: a call failed");
    latencies.push_back(latency);
  }
  return Load{.calls_per_second = static_cast<double>(latencies.size()) /
                                  absl::ToDoubleSeconds(duration),
              .p50 = Quantile(latencies, 0.5),
              .p99 = Quantile(latencies, 0.99),
              .calls = static_cast<double>(latencies.size())};
}

}  // namespace vigil::benchmark
