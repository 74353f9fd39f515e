#include "services/common/api/names.h"

#include <gtest/gtest.h>

#include <string>

#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"

namespace vigil::api {
namespace {

TEST(IdTest, StartsWithALetterAndHasAtMost63Characters) {
  EXPECT_TRUE(IsId("a"));
  EXPECT_TRUE(IsId("hrc-64"));
  EXPECT_TRUE(IsId("a" + std::string(62, '9')));
  EXPECT_FALSE(IsId("a" + std::string(63, '9')));
  for (const char* text :
       {"", "-a", "9a", "A", "aB", "a_b", "a/b", "a b", "\xC3\xA9", "a\n"}) {
    EXPECT_FALSE(IsId(text)) << text;
  }
}

TEST(IdTest, CheckNamesTheField) {
  EXPECT_TRUE(IsOk(CheckId("mandate_id", "sr-belarus")));
  const absl::Status status = CheckId("mandate_id", "SR");
  EXPECT_TRUE(
      FailsWith(status, absl::StatusCode::kInvalidArgument, "INVALID_FIELD"));
  EXPECT_EQ(FieldViolationsOf(status).front().field, "mandate_id");
}

TEST(NameTest, GivesTheIdsWhereThePatternHasStars) {
  const auto ids =
      MatchName("name", "bodies/*/elections/*", "bodies/hrc/elections/e-2025");

  ASSERT_TRUE(IsOk(ids));
  EXPECT_EQ(*ids, (std::vector<absl::string_view>{"hrc", "e-2025"}));
}

TEST(NameTest, RefusesWhatIsNotOfTheForm) {
  const std::string long_name = "states/" + std::string(kMaxNameLength, 'a');
  for (const std::string& name :
       {std::string(), std::string("states"), std::string("states/"),
        std::string("states/CHN"), std::string("states/chn/"),
        std::string("/states/chn"), std::string("states/chn/x"),
        std::string("bodies/chn"), std::string("states/*"),
        std::string("states/ch\0n", 11), long_name}) {
    EXPECT_TRUE(FailsWith(MatchName("name", "states/*", name),
                          absl::StatusCode::kInvalidArgument, "INVALID_FIELD"))
        << name;
  }
}

TEST(NameTest, AnErrorNamesTheFieldAndThePattern) {
  const absl::Status status =
      MatchName("parent", "bodies/*", "councils/hrc").status();

  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].field, "parent");
  EXPECT_EQ(violations[0].description,
            "\"councils/hrc\" is not of the form bodies/*, where each * is "
            "[a-z][a-z0-9-]{0,62}");
}

TEST(NameTest, AnErrorShowsNoMoreThanTheStartOfALongName) {
  const absl::Status status =
      MatchName("name", "states/*", std::string(5000, 'x')).status();

  EXPECT_LT(status.message().size(), 300U);
}

TEST(ResourceErrorTest, HaveTheirCodesAndReasons) {
  EXPECT_TRUE(FailsWith(NotFoundError("states/xyz"),
                        absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_TRUE(FailsWith(AlreadyExistsError("states/xyz"),
                        absl::StatusCode::kAlreadyExists,
                        "RESOURCE_ALREADY_EXISTS"));
  EXPECT_TRUE(FailsWith(EtagMismatchError("states/xyz"),
                        absl::StatusCode::kAborted, "ETAG_MISMATCH"));
}

}  // namespace
}  // namespace vigil::api
