#include "services/common/api/enums.h"

#include <gtest/gtest.h>

namespace vigil::api {
namespace {

TEST(EnumsTest, EveryRegionalGroupHasACodeAndWords) {
  for (int i = type::v1::RegionalGroup_MIN + 1;
       i <= type::v1::RegionalGroup_MAX; ++i) {
    const auto group = static_cast<type::v1::RegionalGroup>(i);
    EXPECT_EQ(RegionalGroupOf(CodeOf(group)), group);
    EXPECT_NE(WordsOf(group), "none");
  }
  EXPECT_EQ(CodeOf(type::v1::REGIONAL_GROUP_ASIA_PACIFIC), "APG");
  EXPECT_EQ(WordsOf(type::v1::REGIONAL_GROUP_ASIA_PACIFIC), "Asia-Pacific");
}

TEST(EnumsTest, EveryFreedomStatusHasACodeAndWords) {
  for (int i = type::v1::FreedomStatus_MIN + 1;
       i <= type::v1::FreedomStatus_MAX; ++i) {
    const auto status = static_cast<type::v1::FreedomStatus>(i);
    EXPECT_EQ(FreedomStatusOf(CodeOf(status)), status);
    EXPECT_NE(WordsOf(status), "none");
  }
}

TEST(EnumsTest, EveryConfidenceHasACode) {
  for (int i = type::v1::Confidence_MIN + 1; i <= type::v1::Confidence_MAX;
       ++i) {
    const auto confidence = static_cast<type::v1::Confidence>(i);
    EXPECT_EQ(ConfidenceOf(CodeOf(confidence)), confidence);
  }
}

TEST(EnumsTest, WhatIsUnknownHasNone) {
  EXPECT_EQ(CodeOf(type::v1::REGIONAL_GROUP_UNSPECIFIED), "");
  EXPECT_EQ(WordsOf(type::v1::REGIONAL_GROUP_UNSPECIFIED), "none");
  EXPECT_EQ(CodeOf(static_cast<type::v1::RegionalGroup>(99)), "");
  EXPECT_EQ(RegionalGroupOf(""), std::nullopt);
  EXPECT_EQ(RegionalGroupOf("afr"), std::nullopt);
  EXPECT_EQ(FreedomStatusOf("Free"), std::nullopt);
  EXPECT_EQ(ConfidenceOf("guessed"), std::nullopt);
}

}  // namespace
}  // namespace vigil::api
