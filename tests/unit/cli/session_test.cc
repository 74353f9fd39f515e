#include "services/cli/session.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "services/common/base/error.h"
#include "services/launcher/private_file.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::cli {
namespace {

TEST(SessionTest, KnowsTheServiceOfAMethod) {
  EXPECT_EQ(ServiceOf("vigil.mandate_watch.v1.MandateWatchService/GetMandate"),
            "mandate_watch");
  EXPECT_EQ(ServiceOf("alerts"), "alerts");
}

TEST(SessionTest, SaysWhereNothingRuns) {
  Session session;
  session.options.data = "/nowhere";

  const absl::Status status = session.ClientFor(kAsAnalyst, "alerts").status();

  EXPECT_EQ(ReasonOf(status), "NOT_RUNNING");
  EXPECT_NE(status.message().find("vigil up --data /nowhere"),
            std::string::npos);
}

class AddressTest : public testing::Test {
 protected:
  AddressTest() {
    session_.options.token_file = directory_ / "token";
    EXPECT_TRUE(
        launcher::WritePrivateFile(session_.options.token_file, "t\n").ok());
  }

  const TemporaryDirectory directory_;
  Session session_;
};

TEST_F(AddressTest, IsThatOfAllServices) {
  session_.options.addresses = {"127.0.0.1:1"};

  EXPECT_TRUE(session_.ClientFor(kAsAnalyst, "alerts").ok());
  EXPECT_TRUE(session_.ClientFor(kAsAnalyst, "membership").ok());
}

TEST_F(AddressTest, IsThatOfOneService) {
  session_.options.data = "/nowhere";
  session_.options.addresses = {"alerts=127.0.0.1:1"};

  EXPECT_TRUE(session_.ClientFor(kAsAnalyst, "alerts").ok());
  EXPECT_FALSE(session_.ClientFor(kAsAnalyst, "membership").ok());
}

TEST_F(AddressTest, NeedsATokenThatOthersCannotRead) {
  session_.options.addresses = {"127.0.0.1:1"};
  chmod(session_.options.token_file.c_str(), 0644);

  EXPECT_EQ(ReasonOf(session_.ClientFor(kAsAnalyst, "alerts").status()),
            "TOKEN_FILE_EXPOSED");
}

TEST(SessionTest, SaysWhichTokenIsMissing) {
  Session session;
  session.options.data = "/nowhere";
  session.options.addresses = {"127.0.0.1:1"};
  session.options.partner = "acme";

  EXPECT_NE(session.ClientFor(kAsPartner, "alerts")
                .status()
                .message()
                .find("/nowhere/tokens/partner-acme"),
            std::string::npos);
}

}  // namespace
}  // namespace vigil::cli
