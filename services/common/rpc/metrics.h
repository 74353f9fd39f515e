#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil::rpc {

// What is counted of one RPC. Counting costs a few atomic additions.
// Thread-safe.
class MethodMetrics {
 public:
  // Upper ends of the latency buckets, in microseconds.
  static constexpr std::array<int64_t, 16> kBuckets = {
      50,      100,       250,       500,       1'000,   2'500,
      5'000,   10'000,    25'000,    50'000,    100'000, 250'000,
      500'000, 1'000'000, 2'500'000, 10'000'000};

  explicit MethodMetrics(std::string method) : method_(std::move(method)) {}

  void Began() { in_flight_.fetch_add(1, std::memory_order_relaxed); }
  void Ended(absl::StatusCode code, absl::Duration latency);
  void Sent() { sent_.fetch_add(1, std::memory_order_relaxed); }

  const std::string& method() const { return method_; }
  int64_t in_flight() const { return in_flight_.load(); }
  // Calls that ended with `code`.
  int64_t ended(absl::StatusCode code) const;
  // Messages sent on streams.
  int64_t sent() const { return sent_.load(); }

 private:
  friend class Metrics;

  const std::string method_;
  std::atomic<int64_t> in_flight_ = 0;
  std::atomic<int64_t> sent_ = 0;
  std::array<std::atomic<int64_t>, 17> codes_ = {};
  std::array<std::atomic<int64_t>, kBuckets.size() + 1> latencies_ = {};
  std::atomic<int64_t> microseconds_ = 0;
};

// What a process tells of itself, in the text format of Prometheus:
//
//   vigil_rpc_calls_total{method,code}       calls that have ended
//   vigil_rpc_latency_seconds{method}        histogram; streams are not in it
//   vigil_rpc_in_flight{method}              calls and open streams now
//   vigil_rpc_stream_messages_total{method}  messages sent on streams
//   and the gauges that are added.
//
// No label ever names a partner or what it asks for. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Makes the counters of an RPC; they live as long as this.
  MethodMetrics& Add(std::string method);

  // Adds a gauge, read whenever somebody looks.
  void AddGauge(std::string name, std::string help,
                std::function<double()> read);

  // Serves the metrics over HTTP at `127.0.0.1:port` until destroyed.
  // `UNAVAILABLE`, reason `ADDRESS_UNAVAILABLE`.
  absl::Status Serve(const std::string& address);

  // No gauge is read any more once this has returned.
  void StopServing();

  // The metrics as text.
  std::string Text() const;

 private:
  class Collector;

  std::shared_ptr<Collector> collector_;
  class Exposer;
  std::unique_ptr<Exposer> exposer_;
};

}  // namespace vigil::rpc
