#include "services/common/api/filter_term.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"

namespace vigil::api {
namespace {

TEST(FilterTermTest, AnEmptyFilterHasNoTerms) {
  EXPECT_TRUE(ParseFilter("")->empty());
  EXPECT_TRUE(ParseFilter("  \t ")->empty());
}

TEST(FilterTermTest, ReadsTermsWithTheirPositions) {
  const auto terms = ParseFilter(R"(state = states/chn AND total<=9)");

  ASSERT_TRUE(IsOk(terms));
  const std::vector<FilterTerm> expected = {
      {.field = "state",
       .relation = FilterOperator::kEqual,
       .value = "states/chn",
       .field_position = 1,
       .value_position = 9},
      {.field = "total",
       .relation = FilterOperator::kLessOrEqual,
       .value = "9",
       .field_position = 24,
       .value_position = 31}};
  EXPECT_EQ(*terms, expected);
}

TEST(FilterTermTest, KnowsEachOperator) {
  const std::pair<const char*, FilterOperator> cases[] = {
      {"a=1", FilterOperator::kEqual},
      {"a!=1", FilterOperator::kNotEqual},
      {"a<1", FilterOperator::kLess},
      {"a<=1", FilterOperator::kLessOrEqual},
      {"a>1", FilterOperator::kGreater},
      {"a >= 1", FilterOperator::kGreaterOrEqual},
      {"a:1", FilterOperator::kHas}};
  for (const auto& [text, relation] : cases) {
    const auto terms = ParseFilter(text);
    ASSERT_TRUE(IsOk(terms)) << text;
    EXPECT_EQ(terms->front().relation, relation) << text;
    EXPECT_EQ(terms->front().value, "1") << text;
  }
}

TEST(FilterTermTest, ReadsQuotedValues) {
  const std::pair<const char*, const char*> cases[] = {
      {R"(a = "x AND y")", "x AND y"},
      {R"(a = 'it"s')", "it\"s"},
      {R"(a = "say \"so\"")", "say \"so\""},
      {R"(a = "")", ""},
      {R"(a = "\\")", "\\"},
      {"a = C\xC3\xB4te", "C\xC3\xB4te"}};
  for (const auto& [text, value] : cases) {
    const auto terms = ParseFilter(text);
    ASSERT_TRUE(IsOk(terms)) << text;
    EXPECT_EQ(terms->front().value, value);
  }
}

TEST(FilterTermTest, SaysWhereItIsWrong) {
  const std::pair<const char*, int> cases[] = {
      {"= 1", 1},           {"a", 2},
      {"a =", 4},           {"a = 1 OR b = 2", 7},
      {"a = 1 b = 2", 7},   {"a = 1 AND", 10},
      {"a = 1 AND ", 11},   {"(a = 1)", 1},
      {"NOT a = 1", 1},     {"a = \"x", 5},
      {"a = \"x\\", 5},     {"A = 1", 1},
      {"9a = 1", 1},        {"a..b = 1", 1},
      {"a. = 1", 1},        {"a == 1", 4},
      {"a = 1;", 6},        {"a = \"x\"AND b = 1", 8},
      {"a = 1 ANDb = 1", 7}};
  for (const auto& [text, position] : cases) {
    const auto terms = ParseFilter(text);
    EXPECT_TRUE(
        FailsWith(terms, absl::StatusCode::kInvalidArgument, "FILTER_INVALID"))
        << text;
    EXPECT_TRUE(
        absl::StartsWith(terms.status().message(),
                         absl::StrCat("filter: at position ", position, ": ")))
        << text << " gives " << terms.status().message();
  }
}

TEST(FilterTermTest, SaysThatNothingFollowsAnd) {
  for (const char* const text : {"a = 1 AND", "a = 1 AND "}) {
    EXPECT_TRUE(absl::EndsWith(ParseFilter(text).status().message(),
                               ": expected a term after AND"))
        << text;
  }
}

TEST(FilterTermTest, RefusesBadUtf8) {
  EXPECT_TRUE(FailsWith(ParseFilter("a = \"\xFF\""), "FILTER_INVALID"));
}

TEST(FilterTermTest, HasAtMost2000Bytes) {
  const std::string start = "a = ";
  EXPECT_TRUE(IsOk(ParseFilter(start + std::string(2000 - start.size(), 'x'))));
  EXPECT_TRUE(
      FailsWith(ParseFilter(start + std::string(2001 - start.size(), 'x')),
                "FILTER_INVALID"));
}

TEST(FilterTermTest, HasAtMost20Terms) {
  std::string filter = "a = 1";
  for (int i = 1; i < 20; ++i) absl::StrAppend(&filter, " AND a = 1");
  EXPECT_EQ(ParseFilter(filter)->size(), 20U);
  absl::StrAppend(&filter, " AND a = 1");
  EXPECT_TRUE(FailsWith(ParseFilter(filter), "FILTER_INVALID"));
}

TEST(FilterTermTest, NeverRepeatsValues) {
  const auto terms = ParseFilter("a = secret b = 1");
  EXPECT_FALSE(absl::StrContains(terms.status().message(), "secret"));
}

}  // namespace
}  // namespace vigil::api
