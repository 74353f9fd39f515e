#include "services/common/api/etag.h"

#include <gtest/gtest.h>

#include <memory>

#include "services/common/api/digest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/api/dynamic_message.h"

namespace vigil::api {
namespace {

TEST(EtagTest, DependsOnEachFieldButTheEtag) {
  const auto message = NewMessage("Resource", "parent: 'a'");

  EXPECT_EQ(EtagOf(*message),
            EtagOf(*NewMessage("Resource", "parent: 'a' etag: 'x'")));
  EXPECT_NE(EtagOf(*message), EtagOf(*NewMessage("Resource", "parent: 'b'")));
  EXPECT_NE(EtagOf(*message), EtagOf(*NewMessage("Resource", "filter: 'a'")));
}

TEST(EtagTest, IsWeakAndShort) {
  const std::string etag = EtagOf(*NewMessage("Resource"));
  EXPECT_EQ(etag.substr(0, 3), "W/\"");
  EXPECT_EQ(etag.back(), '"');
  EXPECT_EQ(etag.size(), 16U);
}

TEST(EtagTest, DoesNotDependOnTheOrderOfAMap) {
  EXPECT_EQ(EtagOf(*NewMessage("Resource",
                               "labels { key: 'a' value: '1' } "
                               "labels { key: 'b' value: '2' }")),
            EtagOf(*NewMessage("Resource",
                               "labels { key: 'b' value: '2' } "
                               "labels { key: 'a' value: '1' }")));
}

TEST(EtagTest, CheckLetsTheCurrentOneAndNonePass) {
  EXPECT_TRUE(IsOk(CheckEtag("states/chn", "", "W/\"a\"")));
  EXPECT_TRUE(IsOk(CheckEtag("states/chn", "W/\"a\"", "W/\"a\"")));
  EXPECT_TRUE(FailsWith(CheckEtag("states/chn", "W/\"b\"", "W/\"a\""),
                        absl::StatusCode::kAborted, "ETAG_MISMATCH"));
}

TEST(DigestTest, DependsOnTheType) {
  EXPECT_NE(DigestOf(*NewMessage("Resource"), {}),
            DigestOf(*NewMessage("Other"), {}));
}

}  // namespace
}  // namespace vigil::api
