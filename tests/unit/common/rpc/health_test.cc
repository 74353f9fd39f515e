#include "services/common/rpc/health.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/in_process.h"
#include "tests/support/status_matchers.h"

namespace vigil::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

class HealthTest : public testing::Test {
 protected:
  HealthTest() : surface_(health_.MakeSurface()), client_({&surface_}, "") {
    health_.Add("vigil.test.v1.EchoService");
  }

  HealthCheckResponse::ServingStatus Check(const std::string& service) {
    HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    EXPECT_TRUE(IsOk(client_.Call("Health/Check", request, response)));
    return response.status();
  }

  HealthCheckResponse::ServingStatus Next(InProcessStream& stream) {
    HealthCheckResponse response;
    const auto next = stream.Next(response);
    EXPECT_TRUE(IsOk(next));
    EXPECT_TRUE(next.ok() && *next);
    return response.status();
  }

  Health health_;
  Surface surface_;
  InProcess client_;
};

TEST_F(HealthTest, TableIsComplete) { EXPECT_TRUE(IsOk(surface_.Check())); }

TEST_F(HealthTest, BeginsNotServing) {
  EXPECT_EQ(Check(""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Check("vigil.test.v1.EchoService"),
            HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthTest, ServesAndStopsServing) {
  health_.SetServing(true);
  EXPECT_EQ(Check(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check("vigil.test.v1.EchoService"), HealthCheckResponse::SERVING);
  health_.SetServing(false);
  EXPECT_EQ(Check(""), HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthTest, StopIsForGood) {
  health_.SetServing(true);
  health_.Stop();
  health_.SetServing(true);
  EXPECT_EQ(Check(""), HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthTest, CheckOfAnUnknownServiceIsNotFound) {
  HealthCheckRequest request;
  request.set_service("other");
  HealthCheckResponse response;
  EXPECT_TRUE(FailsWith(client_.Call("Health/Check", request, response),
                        absl::StatusCode::kNotFound, "SERVICE_UNKNOWN"));
}

TEST_F(HealthTest, WatchTellsEveryChangeOnce) {
  auto stream = client_.Stream("Health/Watch", HealthCheckRequest());
  ASSERT_TRUE(IsOk(stream));
  EXPECT_EQ(Next(**stream), HealthCheckResponse::NOT_SERVING);

  std::thread changer([this] { health_.SetServing(true); });
  EXPECT_EQ(Next(**stream), HealthCheckResponse::SERVING);
  changer.join();

  health_.SetServing(true);
  HealthCheckResponse response;
  const auto next = (*stream)->Next(response, absl::Milliseconds(20));
  ASSERT_TRUE(IsOk(next));
  EXPECT_FALSE(*next);
}

TEST_F(HealthTest, WatchOfAnUnknownServiceStaysOpen) {
  HealthCheckRequest request;
  request.set_service("other");
  auto stream = client_.Stream("Health/Watch", request);
  ASSERT_TRUE(IsOk(stream));
  EXPECT_EQ(Next(**stream), HealthCheckResponse::SERVICE_UNKNOWN);
  health_.Add("other");
  health_.SetServing(true);
  EXPECT_EQ(Next(**stream), HealthCheckResponse::SERVING);
}

TEST_F(HealthTest, WatchThatHasGoneIsNotWoken) {
  {
    auto stream = client_.Stream("Health/Watch", HealthCheckRequest());
    ASSERT_TRUE(IsOk(stream));
    EXPECT_EQ(Next(**stream), HealthCheckResponse::NOT_SERVING);
    HealthCheckResponse response;
    ASSERT_TRUE(IsOk((*stream)->Next(response, absl::Milliseconds(1))));
  }
  health_.SetServing(true);
}

}  // namespace
}  // namespace vigil::rpc
