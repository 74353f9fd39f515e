#include "services/common/csv/table.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace vigil::csv {
namespace {

using type::v1::ImportError;
using Cells = std::vector<std::string>;

class TableTest : public testing::Test {
 protected:
  Table Read(absl::string_view content) {
    return ReadTable("t.csv", content,
                     {.required = {"a", "b"}, .optional = {"c"}}, refusals_);
  }

  // Expects one error, and the rows before it.
  void ExpectRefused(absl::string_view content, int64_t line,
                     absl::string_view column, absl::string_view reason) {
    refusals_ = {};
    const Table table = Read(content);
    const int64_t rows_before = std::max<int64_t>(line - 2, 0);
    EXPECT_EQ(static_cast<int64_t>(table.rows.size()), rows_before) << content;
    EXPECT_EQ(table.row_count, rows_before + 1) << content;
    ASSERT_EQ(refusals_.errors().size(), 1U) << content;
    const ImportError& error = refusals_.errors().front();
    EXPECT_EQ(
        absl::StrCat(error.file(), ":", error.line(), ":", error.column()),
        absl::StrCat("t.csv:", line, ":", column))
        << content;
    EXPECT_TRUE(absl::StrContains(error.reason(), reason)) << error.reason();
  }

  Refusals refusals_;
};

TEST_F(TableTest, ReadsCellsAndTheLinesOfRows) {
  const Table table = Read("a,b\n1,2\n\n\"3\n3\",\"4,\"\"4\"\"\"\n5,\n");

  EXPECT_TRUE(refusals_.empty());
  EXPECT_EQ(table.columns, (Cells{"a", "b"}));
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0].cells, (Cells{"1", "2"}));
  EXPECT_EQ(table.rows[0].line, 2);
  EXPECT_EQ(table.rows[1].cells, (Cells{"3\n3", "4,\"4\""}));
  EXPECT_EQ(table.rows[1].line, 4);
  EXPECT_EQ(table.rows[2].cells, (Cells{"5", ""}));
  EXPECT_EQ(table.rows[2].line, 6);
}

TEST_F(TableTest, TakesEachEndOfLineAndAByteOrderMark) {
  for (const char* content :
       {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
        "a,b\n1,2\n3,4", "\uFEFFa,b\n1,2\n3,4\n", "\n\na,b\n1,2\n\n3,4\n\n"}) {
    const Table table = Read(content);
    ASSERT_EQ(table.rows.size(), 2U) << content;
    EXPECT_EQ(table.rows[1].cells, (Cells{"3", "4"})) << content;
  }
  EXPECT_TRUE(refusals_.empty());
}

TEST_F(TableTest, KeepsBlanksAndEmptyQuotedCells) {
  const Table table = Read("a,b\n x , \"\"\n\"\",\" y\"\n");
  // A quote behind a blank does not open a cell.
  EXPECT_TRUE(table.rows.empty());
  EXPECT_EQ(Read("a,b\n x ,\n\"\",\" y\"\n").rows[1].cells, (Cells{"", " y"}));
}

TEST_F(TableTest, FindsColumnsByNameInAnyOrder) {
  const Table table = Read("c,b,a\n1,2,3\n");
  EXPECT_EQ(table.ColumnOf("a"), 2U);
  EXPECT_EQ(table.ColumnOf("c"), 0U);
  EXPECT_EQ(table.ColumnOf("d"), std::nullopt);
}

TEST_F(TableTest, RefusesWrongColumnsAllAtOnce) {
  EXPECT_TRUE(Read("a,d,a,\n1,2,3,4\n").rows.empty());

  ASSERT_EQ(refusals_.errors().size(), 4U);
  EXPECT_EQ(refusals_.errors()[0].column(), "d");
  EXPECT_EQ(refusals_.errors()[0].reason(),
            "there is no such column; the columns are a, b, c");
  EXPECT_EQ(refusals_.errors()[1].reason(), "the column is there twice");
  EXPECT_EQ(refusals_.errors()[2].column(), "#4");
  EXPECT_EQ(refusals_.errors()[3].column(), "b");
  EXPECT_EQ(refusals_.errors()[3].reason(), "the column is missing");
  EXPECT_EQ(refusals_.row_count(), 1);
}

TEST_F(TableTest, LeavesOutRowsOfAnotherLength) {
  const Table table = Read("a,b\n1\n1,2\n1,2,3\n");

  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0].line, 3);
  EXPECT_EQ(table.row_count, 3);
  ASSERT_EQ(refusals_.errors().size(), 2U);
  EXPECT_EQ(refusals_.errors()[0].line(), 2);
  EXPECT_EQ(refusals_.errors()[0].reason(), "has 1 cells; the header has 2");
  EXPECT_EQ(refusals_.errors()[1].line(), 4);
}

TEST_F(TableTest, RefusesWhatIsNoCsv) {
  ExpectRefused("", 1, "", "there is no header");
  ExpectRefused("\n\n", 1, "", "there is no header");
  ExpectRefused("a,b\n1,2\n3,x\"y\n", 3, "b", "a quote stands within a cell");
  ExpectRefused("a,b\n1,2\n\"x\"y,4\n", 3, "a", "a quote stands within");
  ExpectRefused("a,b\n1,2\n3,\"x\n\n\n", 3, "b", "a quote is not closed");
  ExpectRefused("a,b\n1,\xFF\n", 2, "", "is not valid UTF-8");
  ExpectRefused("a,\"b\n", 1, "", "a quote is not closed");
}

TEST_F(TableTest, KeepsTheRowsBeforeAFault) {
  const Table table = Read("a,b\n1,2\n1\n3,4\n\"5,6\n7,8\n");

  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[1].cells, (Cells{"3", "4"}));
  EXPECT_EQ(table.row_count, 4) << "with the short one and the open one";
  EXPECT_EQ(refusals_.row_count(), 2);
  EXPECT_EQ(refusals_.errors()[1].line(), 5);
  EXPECT_EQ(refusals_.errors()[1].column(), "a");
  EXPECT_EQ(refusals_.errors()[1].reason(),
            "a quote is not closed; nothing from this line on is read");
}

TEST_F(TableTest, ACellHasAtMost64KiB) {
  const std::string longest(kMaxCellBytes, 'x');
  EXPECT_EQ(Read(absl::StrCat("a,b\n1,", longest, "\n")).rows.size(), 1U);
  ExpectRefused(absl::StrCat("a,b\n1,", longest, "x\n"), 2, "b", "longer");
  ExpectRefused(absl::StrCat("a,b\n1,\"", longest, "\nx\n"), 2, "b",
                "is a quote not closed?");
}

TEST_F(TableTest, ARowHasAtMost200Cells) {
  const std::string many(kMaxColumns - 1, ',');
  Read(absl::StrCat("a,b\n", many, "\n"));
  EXPECT_EQ(refusals_.errors().front().reason(),
            "has 200 cells; the header has 2");
  ExpectRefused(absl::StrCat("a,b\n", many, ",\n"), 2, "", "more than 200");
  ExpectRefused(absl::StrCat(many, ",\n"), 1, "", "more than 200");
}

TEST_F(TableTest, HasAtMost200000Rows) {
  std::string content = "a,b\n";
  for (size_t i = 0; i < kMaxRows; ++i) content += "1,2\n";
  EXPECT_EQ(Read(content).rows.size(), kMaxRows);
  ExpectRefused(content + "1,2\n", 200'002, "", "more than 200000 rows");
}

}  // namespace
}  // namespace vigil::csv
