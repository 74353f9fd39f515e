#include "services/common/rpc/surface.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/support/status_matchers.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil::rpc {
namespace {

using test::v1::CountRequest;
using test::v1::CountResponse;
using test::v1::SayRequest;
using test::v1::SayResponse;
using test::v1::SumRequest;
using test::v1::SumResponse;

Surface EmptySurface() {
  return Surface(
      SayRequest::descriptor()->file()->FindServiceByName("EchoService"));
}

void AddSay(Surface& surface, const char* name, identity::Roles roles) {
  surface.Unary<SayRequest, SayResponse>(
      name, roles, [](const Call&, const SayRequest&, SayResponse&) {
        return absl::OkStatus();
      });
}

void AddStreams(Surface& surface) {
  surface.ServerStream<CountRequest, CountResponse>(
      "Count", identity::kReaders,
      [](const Call&,
         const CountRequest&) -> absl::StatusOr<std::unique_ptr<Source>> {
        return absl::UnimplementedError("");
      });
  surface.ClientStream<SumRequest, SumResponse>(
      "Sum", identity::kEditors,
      [](const Call&) -> absl::StatusOr<std::unique_ptr<Sink>> {
        return absl::UnimplementedError("");
      });
}

Surface WholeSurface() {
  Surface surface = EmptySurface();
  AddSay(surface, "Say", identity::kReaders);
  AddSay(surface, "SayLater", identity::kEditors);
  AddStreams(surface);
  return surface;
}

TEST(SurfaceTest, CompleteTableIsAccepted) {
  EXPECT_TRUE(IsOk(WholeSurface().Check()));
}

TEST(SurfaceTest, MethodWithoutARowIsRefused) {
  Surface surface = EmptySurface();
  AddSay(surface, "Say", identity::kReaders);
  AddStreams(surface);
  const absl::Status status = surface.Check();
  EXPECT_TRUE(
      FailsWith(status, absl::StatusCode::kInternal, "METHOD_TABLE_INVALID"));
  EXPECT_TRUE(absl::StrContains(status.message(), "SayLater"));
}

TEST(SurfaceTest, RowWithoutAMethodIsRefused) {
  Surface surface = WholeSurface();
  AddSay(surface, "Shout", identity::kReaders);
  EXPECT_TRUE(FailsWith(surface.Check(), "METHOD_TABLE_INVALID"));
}

TEST(SurfaceTest, TwoRowsOfAMethodAreRefused) {
  Surface surface = WholeSurface();
  AddSay(surface, "Say", identity::kReaders);
  EXPECT_TRUE(FailsWith(surface.Check(), "METHOD_TABLE_INVALID"));
}

TEST(SurfaceTest, RowOfAnotherKindIsRefused) {
  Surface surface = EmptySurface();
  AddSay(surface, "Say", identity::kReaders);
  AddSay(surface, "SayLater", identity::kReaders);
  surface.Unary<CountRequest, CountResponse>(
      "Count", identity::kReaders,
      [](const Call&, const CountRequest&, CountResponse&) {
        return absl::OkStatus();
      });
  EXPECT_TRUE(FailsWith(surface.Check(), "METHOD_TABLE_INVALID"));
}

TEST(SurfaceTest, RowOfOtherTypesIsRefused) {
  Surface surface = EmptySurface();
  surface.Unary<SayResponse, SayResponse>(
      "Say", identity::kReaders,
      [](const Call&, const SayResponse&, SayResponse&) {
        return absl::OkStatus();
      });
  EXPECT_TRUE(FailsWith(surface.Check(), "METHOD_TABLE_INVALID"));
}

TEST(SurfaceTest, MethodThatNobodyMayCallIsRefusedUnlessPublic) {
  Surface surface = EmptySurface();
  AddSay(surface, "SayLater", identity::kReaders);
  AddStreams(surface);
  AddSay(surface, "Say", {});
  EXPECT_TRUE(FailsWith(surface.Check(), "METHOD_TABLE_INVALID"));
  surface.MakePublic();
  EXPECT_TRUE(IsOk(surface.Check()));
}

}  // namespace
}  // namespace vigil::rpc
