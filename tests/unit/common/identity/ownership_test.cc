#include "services/common/identity/ownership.h"

#include <gtest/gtest.h>

#include "services/common/api/errors.h"
#include "tests/support/status_matchers.h"

namespace vigil::identity {
namespace {

const Principal kDemo = {.name = "partners/demo", .role = v1::ROLE_PARTNER};

TEST(OwnershipTest, PartnerKnowsOfItsOwn) {
  for (const char* name : {"partners/demo", "partners/demo/subscriptions/s"}) {
    EXPECT_TRUE(IsOk(CheckOwner(kDemo, name))) << name;
  }
}

TEST(OwnershipTest, PartnerKnowsOfWhatIsNoPartners) {
  for (const char* name : {"states/chn", "bodies/hrc/mandates/m", "alerts/a"}) {
    EXPECT_TRUE(IsOk(CheckOwner(kDemo, name))) << name;
  }
}

TEST(OwnershipTest, OtherPartnersAreAsIfTheyDidNotExist) {
  for (const char* name :
       {"partners/other", "partners/other/subscriptions/s", "partners/dem",
        "partners/demo2", "partners/demo2/subscriptions/s", "partners/",
        "partners", "partners/-"}) {
    EXPECT_EQ(CheckOwner(kDemo, name), api::NotFoundError(name)) << name;
  }
}

TEST(OwnershipTest, ThoseWhoAreNoPartnersAreLimitedByTheirRoleAlone) {
  const Principal service = {.name = "services/notifier",
                             .role = v1::ROLE_SERVICE};
  EXPECT_TRUE(IsOk(CheckOwner(service, "partners/demo/subscriptions/s")));
}

}  // namespace
}  // namespace vigil::identity
