#include "services/common/rpc/metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <exception>
#include <limits>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/errors.h"

namespace vigil::rpc {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily FamilyOf(std::string name, std::string help, MetricType type) {
  MetricFamily family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.type = type;
  return family;
}

}  // namespace

void MethodMetrics::Ended(absl::StatusCode code, absl::Duration latency) {
  in_flight_.fetch_sub(1, std::memory_order_relaxed);
  const auto index = static_cast<size_t>(code);
  codes_[index < codes_.size() ? index : 2].fetch_add(
      1, std::memory_order_relaxed);
  if (latency < absl::ZeroDuration()) return;  // A stream.
  const int64_t microseconds = absl::ToInt64Microseconds(latency);
  size_t bucket = 0;
  while (bucket < kBuckets.size() && microseconds > kBuckets[bucket]) ++bucket;
  latencies_[bucket].fetch_add(1, std::memory_order_relaxed);
  microseconds_.fetch_add(microseconds, std::memory_order_relaxed);
}

int64_t MethodMetrics::ended(absl::StatusCode code) const {
  return codes_[static_cast<size_t>(code)].load();
}

class Metrics::Collector final : public prometheus::Collectable {
 public:
  MethodMetrics& Add(std::string method) {
    MutexLock lock(mutex_);
    methods_.push_back(std::make_unique<MethodMetrics>(std::move(method)));
    return *methods_.back();
  }

  void AddGauge(std::string name, std::string help,
                std::function<double()> read) {
    MutexLock lock(mutex_);
    gauges_.push_back({std::move(name), std::move(help), std::move(read)});
  }

  std::vector<MetricFamily> Collect() const override {
    MutexLock lock(mutex_);
    std::vector<MetricFamily> families = {Calls(), Latencies(), InFlight(),
                                          Sent()};
    for (const Gauge& gauge : gauges_) {
      MetricFamily family = FamilyOf(gauge.name, gauge.help, MetricType::Gauge);
      family.metric.emplace_back().gauge.value = gauge.read();
      families.push_back(std::move(family));
    }
    return families;
  }

 private:
  struct Gauge {
    std::string name;
    std::string help;
    std::function<double()> read;
  };

  static ClientMetric& MetricOf(MetricFamily& family,
                                const MethodMetrics& method) {
    ClientMetric& metric = family.metric.emplace_back();
    metric.label.push_back({"method", method.method()});
    return metric;
  }

  MetricFamily Calls() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    MetricFamily family = FamilyOf(
        "vigil_rpc_calls_total", "Calls that have ended.", MetricType::Counter);
    for (const auto& method : methods_) {
      for (size_t code = 0; code < method->codes_.size(); ++code) {
        const auto count = static_cast<double>(method->codes_[code].load());
        if (count == 0 && code != 0) continue;
        ClientMetric& metric = MetricOf(family, *method);
        metric.label.push_back(
            {"code",
             std::string(CodeName(static_cast<absl::StatusCode>(code)))});
        metric.counter.value = count;
      }
    }
    return family;
  }

  MetricFamily Latencies() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    MetricFamily family =
        FamilyOf("vigil_rpc_latency_seconds", "How long calls took.",
                 MetricType::Histogram);
    for (const auto& method : methods_) {
      auto& histogram = MetricOf(family, *method).histogram;
      uint64_t count = 0;
      for (size_t i = 0; i < method->latencies_.size(); ++i) {
        count += static_cast<uint64_t>(method->latencies_[i].load());
        const double end =
            i < MethodMetrics::kBuckets.size()
                ? static_cast<double>(MethodMetrics::kBuckets[i]) / 1e6
                : std::numeric_limits<double>::infinity();
        histogram.bucket.push_back({count, end});
      }
      histogram.sample_count = count;
      histogram.sample_sum =
          static_cast<double>(method->microseconds_.load()) / 1e6;
    }
    return family;
  }

  MetricFamily InFlight() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    MetricFamily family = FamilyOf(
        "vigil_rpc_in_flight", "Calls and open streams.", MetricType::Gauge);
    for (const auto& method : methods_) {
      MetricOf(family, *method).gauge.value =
          static_cast<double>(method->in_flight());
    }
    return family;
  }

  MetricFamily Sent() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    MetricFamily family =
        FamilyOf("vigil_rpc_stream_messages_total", "Messages sent on streams.",
                 MetricType::Counter);
    for (const auto& method : methods_) {
      MetricOf(family, *method).counter.value =
          static_cast<double>(method->sent());
    }
    return family;
  }

  mutable Mutex mutex_;
  std::vector<std::unique_ptr<MethodMetrics>> methods_ ABSL_GUARDED_BY(mutex_);
  std::vector<Gauge> gauges_ ABSL_GUARDED_BY(mutex_);
};

class Metrics::Exposer {
 public:
  explicit Exposer(const std::string& address) : exposer_(address, 1) {}

  void Register(const std::shared_ptr<Collector>& collector) {
    exposer_.RegisterCollectable(collector);
  }

 private:
  prometheus::Exposer exposer_;
};

Metrics::Metrics() : collector_(std::make_shared<Collector>()) {}
Metrics::~Metrics() = default;

MethodMetrics& Metrics::Add(std::string method) {
  return collector_->Add(std::move(method));
}

void Metrics::AddGauge(std::string name, std::string help,
                       std::function<double()> read) {
  collector_->AddGauge(std::move(name), std::move(help), std::move(read));
}

absl::Status Metrics::Serve(const std::string& address) {
  try {  // The library throws where it cannot listen.
    exposer_ = std::make_unique<Exposer>(address);
  } catch (const std::exception& error) {
    return Error(absl::StatusCode::kUnavailable, "ADDRESS_UNAVAILABLE",
                 absl::StrCat("metrics cannot be served at ", address, ": ",
                              error.what()));
  }
  exposer_->Register(collector_);
  return absl::OkStatus();
}

void Metrics::StopServing() { exposer_.reset(); }

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(collector_->Collect());
}

}  // namespace vigil::rpc
