#include "services/common/rpc/gate.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "services/common/identity/token.h"
#include "tests/support/status_matchers.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil::rpc {
namespace {

class GateTest : public testing::Test {
 protected:
  GateTest() : directory_(key_, Principals()), gate_(directory_) {
    method_.descriptor = test::v1::SayRequest::descriptor()
                             ->file()
                             ->FindServiceByName("EchoService")
                             ->FindMethodByName("Say");
  }

  identity::v1::Principals Principals() const {
    identity::v1::Principals principals;
    auto* principal = principals.add_principals();
    principal->set_name("partners/demo");
    principal->set_role(identity::v1::ROLE_PARTNER);
    principal->set_token_hash(identity::HexHashToken(key_, token_));
    return principals;
  }

  const std::string key_ = std::string(identity::kKeySize, 'k');
  const std::string token_ = identity::GenerateToken();
  identity::Directory directory_;
  Gate gate_;
  Method method_;
};

TEST_F(GateTest, AdmitsARoleOfTheTable) {
  method_.roles = identity::kPartners;
  const auto principal = gate_.Admit(method_, "Bearer " + token_);
  ASSERT_TRUE(IsOk(principal));
  EXPECT_EQ(principal->name, "partners/demo");
}

TEST_F(GateTest, RefusesOtherRolesWithoutSayingWhich) {
  method_.roles = identity::kEditors;
  const auto principal = gate_.Admit(method_, "Bearer " + token_);
  ASSERT_TRUE(FailsWith(principal, absl::StatusCode::kPermissionDenied,
                        "ROLE_NOT_ALLOWED"));
  EXPECT_TRUE(absl::StrContains(principal.status().message(), "Say"));
  EXPECT_FALSE(absl::StrContains(principal.status().message(), "ditor"));
}

TEST_F(GateTest, DeniesByDefault) {
  EXPECT_TRUE(
      FailsWith(gate_.Admit(method_, "Bearer " + token_), "ROLE_NOT_ALLOWED"));
}

TEST_F(GateTest, AsksForATokenFirst) {
  EXPECT_TRUE(FailsWith(gate_.Admit(method_, ""), "TOKEN_MISSING"));
  EXPECT_TRUE(FailsWith(gate_.Admit(method_, "Bearer x"), "TOKEN_UNKNOWN"));
}

TEST_F(GateTest, AsksForNoTokenOnPublicMethods) {
  method_.is_public = true;
  const auto principal = gate_.Admit(method_, "Bearer x");
  ASSERT_TRUE(IsOk(principal));
  EXPECT_EQ(*principal, identity::Principal());
}

TEST_F(GateTest, PathIsTheFullName) {
  EXPECT_EQ(PathOf(method_), "vigil.test.v1.EchoService/Say");
}

TEST(CallIdTest, IsOneToSixtyFourSafeLetters) {
  EXPECT_TRUE(IsCallId("a"));
  EXPECT_TRUE(IsCallId("Az09_-"));
  EXPECT_TRUE(IsCallId(std::string(64, 'x')));
  EXPECT_FALSE(IsCallId(""));
  EXPECT_FALSE(IsCallId(std::string(65, 'x')));
  EXPECT_FALSE(IsCallId("a b"));
  EXPECT_FALSE(IsCallId("a\nb"));
}

TEST(CallIdTest, IsMadeAtRandom) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) {
    ids.insert(MakeCallId());
    EXPECT_TRUE(IsCallId(*ids.begin()));
  }
  EXPECT_EQ(ids.size(), 10'000U);
}

TEST(CappedDeadlineTest, IsTheEarlierOfTheTwo) {
  const absl::Time now = absl::FromUnixSeconds(1000);
  const absl::Duration most = absl::Seconds(60);
  EXPECT_EQ(CappedDeadline(absl::InfiniteFuture(), now, most), now + most);
  EXPECT_EQ(CappedDeadline(now + most + absl::Seconds(1), now, most),
            now + most);
  EXPECT_EQ(CappedDeadline(now + absl::Seconds(1), now, most),
            now + absl::Seconds(1));
  EXPECT_EQ(
      CappedDeadline(absl::InfiniteFuture(), now, absl::InfiniteDuration()),
      absl::InfiniteFuture());
}

}  // namespace
}  // namespace vigil::rpc
