#include "services/common/csv/refusals.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"

namespace vigil::csv {
namespace {

TEST(RefusalsTest, CountsRowsAndKeepsEveryErrorOfEach) {
  Refusals refusals;
  EXPECT_TRUE(refusals.empty());
  refusals.Add("a.csv", 2, "x", "bad");
  refusals.Add("a.csv", 2, "y", "bad too");
  refusals.Add("b.csv", 2, "x", "bad");

  EXPECT_EQ(refusals.row_count(), 2);
  EXPECT_EQ(refusals.errors().size(), 3U);
}

TEST(RefusalsTest, KeepsTheFirstHundredErrors) {
  Refusals refusals;
  for (int line = 2; line < 102; ++line) refusals.Add("a", line, "x", "bad");
  EXPECT_EQ(refusals.errors().size(), 100U);
  refusals.Add("a", 102, "x", "bad");
  EXPECT_EQ(refusals.errors().size(), 100U);
  EXPECT_EQ(refusals.errors().back().line(), 101);
  EXPECT_EQ(refusals.row_count(), 101);
}

TEST(RefusalsTest, BecomesAnErrorThatNamesEachPlace) {
  Refusals refusals;
  refusals.Add("terms.csv", 3, "start_date", "\"x\" is not a date");
  refusals.Add("terms.csv", 4, "", "has 1 cells; the header has 2");

  const absl::Status status = refusals.ToError();

  EXPECT_TRUE(
      FailsWith(status, absl::StatusCode::kInvalidArgument, "IMPORT_REFUSED"));
  const std::vector<FieldViolation> expected = {
      {"terms.csv:3:start_date", "\"x\" is not a date"},
      {"terms.csv:4", "has 1 cells; the header has 2"}};
  EXPECT_EQ(FieldViolationsOf(status), expected);
  EXPECT_EQ(MetadataOf(status).at("refused_count"), "2");
}

TEST(RefusalsTest, AnErrorFitsIntoTrailers) {
  Refusals refusals;
  for (int line = 2; line < 102; ++line) {
    refusals.Add("terms.csv", line, "start_date", std::string(400, 'x'));
  }
  size_t bytes = 0;
  const std::vector<FieldViolation> violations =
      FieldViolationsOf(refusals.ToError());
  for (const FieldViolation& violation : violations) {
    bytes += violation.field.size() + violation.description.size();
  }
  EXPECT_GE(violations.size(), 9U);
  EXPECT_LE(bytes, 4096U);
}

TEST(RefusalsTest, CutsALongReasonBetweenCharacters) {
  Refusals refusals;
  refusals.Add("a", 2, "x", std::string(500, 'x'));
  EXPECT_EQ(refusals.errors()[0].reason().size(), 500U);
  refusals.Add("a", 3, "x", absl::StrCat(std::string(499, 'x'), "\xC3\xB4"));
  EXPECT_EQ(refusals.errors()[1].reason(), std::string(499, 'x'));
}

}  // namespace
}  // namespace vigil::csv
