#include "services/common/rpc/metrics.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "tests/support/status_matchers.h"

namespace vigil::rpc {
namespace {

TEST(MetricsTest, CountsCallsByMethodAndCode) {
  Metrics metrics;
  MethodMetrics& method = metrics.Add("S/M");
  method.Began();
  method.Began();
  method.Ended(absl::StatusCode::kOk, absl::Milliseconds(1));
  EXPECT_EQ(method.in_flight(), 1);
  method.Ended(absl::StatusCode::kNotFound, absl::Milliseconds(1));
  EXPECT_EQ(method.in_flight(), 0);

  const std::string text = metrics.Text();
  EXPECT_TRUE(absl::StrContains(
      text, R"(vigil_rpc_calls_total{method="S/M",code="OK"} 1)"))
      << text;
  EXPECT_TRUE(absl::StrContains(
      text, R"(vigil_rpc_calls_total{method="S/M",code="NOT_FOUND"} 1)"))
      << text;
  EXPECT_FALSE(absl::StrContains(text, "CANCELLED")) << text;
}

TEST(MetricsTest, BucketsIncludeTheirUpperEnd) {
  Metrics metrics;
  MethodMetrics& method = metrics.Add("S/M");
  method.Ended(absl::StatusCode::kOk, absl::Microseconds(50));
  method.Ended(absl::StatusCode::kOk, absl::Microseconds(51));
  method.Ended(absl::StatusCode::kOk, absl::Hours(1));
  const std::string text = metrics.Text();
  EXPECT_TRUE(absl::StrContains(text, R"(le="5e-05"} 1)")) << text;
  EXPECT_TRUE(absl::StrContains(text, R"(le="0.0001"} 2)")) << text;
  EXPECT_TRUE(absl::StrContains(text, R"(le="+Inf"} 3)")) << text;
}

TEST(MetricsTest, StreamsHaveNoLatency) {
  Metrics metrics;
  MethodMetrics& method = metrics.Add("S/M");
  method.Ended(absl::StatusCode::kOk, -absl::Nanoseconds(1));
  EXPECT_TRUE(absl::StrContains(
      metrics.Text(), R"(vigil_rpc_latency_seconds_count{method="S/M"} 0)"));
}

TEST(MetricsTest, GaugesAreReadWhenAsked) {
  Metrics metrics;
  double value = 1;
  metrics.AddGauge("vigil_x", "X.", [&value] { return value; });
  value = 7;
  EXPECT_TRUE(absl::StrContains(metrics.Text(), "vigil_x 7"));
}

TEST(MetricsTest, AddressThatCannotBeServedIsAnError) {
  Metrics metrics;
  EXPECT_TRUE(FailsWith(metrics.Serve("127.0.0.1:1x"), "ADDRESS_UNAVAILABLE"));
  EXPECT_TRUE(IsOk(metrics.Serve("127.0.0.1:0")));
  metrics.StopServing();
}

}  // namespace
}  // namespace vigil::rpc
