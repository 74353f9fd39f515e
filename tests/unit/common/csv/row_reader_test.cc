#include "services/common/csv/row_reader.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/api/enums.h"
#include "vigil/type/v1/regional_group.pb.h"

namespace vigil::csv {
namespace {

class RowReaderTest : public testing::Test {
 protected:
  // Reads the cell `x` with `read`.
  template <typename Read>
  auto In(const std::string& cell, Read read) {
    table_ = {.file = "t.csv", .columns = {"x"}};
    row_ = {.line = 7, .cells = {cell}};
    refusals_ = {};
    RowReader cells(table_, row_, refusals_);
    auto value = read(cells);
    ok_ = cells.ok();
    EXPECT_EQ(ok_, refusals_.empty());
    return value;
  }
  std::string Reason() const {
    return refusals_.empty() ? "" : refusals_.errors().front().reason();
  }

  Table table_;
  Row row_;
  Refusals refusals_;
  bool ok_ = true;
};

TEST_F(RowReaderTest, TextIsTrimmedAndBounded) {
  const auto read = [](RowReader& cells) { return cells.Text("x", 2, 4); };
  EXPECT_EQ(In("  abcd ", read), "abcd");
  EXPECT_EQ(In("ab", read), "ab");
  EXPECT_EQ(In("a", read), "");
  EXPECT_EQ(Reason(), "has 1 bytes; 2 to 4 are allowed");
  EXPECT_EQ(In("abcde", read), "");
  EXPECT_FALSE(ok_);
  In("a\nb", read);
  EXPECT_FALSE(ok_);
  EXPECT_EQ(In("", [](RowReader& cells) { return cells.Text("x", 0, 4); }), "");
  EXPECT_TRUE(ok_);
}

TEST_F(RowReaderTest, AnErrorNamesFileLineAndColumn) {
  In("", [](RowReader& cells) { return cells.Text("x", 1, 4); });

  ASSERT_EQ(refusals_.errors().size(), 1U);
  const type::v1::ImportError& error = refusals_.errors().front();
  EXPECT_EQ(error.file(), "t.csv");
  EXPECT_EQ(error.line(), 7);
  EXPECT_EQ(error.column(), "x");
  EXPECT_EQ(error.reason(), "is required; 1 to 4 bytes");
}

TEST_F(RowReaderTest, IdsAreIds) {
  const auto read = [](RowReader& cells) { return cells.Id("x"); };
  EXPECT_EQ(In("sr-belarus", read), "sr-belarus");
  In("SR", read);
  EXPECT_EQ(Reason(), "\"SR\" is not of the form [a-z][a-z0-9-]{0,62}");
  In("", read);
  EXPECT_FALSE(ok_);
  In("", [](RowReader& cells) { return cells.OptionalId("x"); });
  EXPECT_TRUE(ok_);
}

TEST_F(RowReaderTest, NumbersKeepToTheirRange) {
  const auto read = [](RowReader& cells) { return cells.Number("x", 0, 100); };
  EXPECT_EQ(In("0", read), 0);
  EXPECT_EQ(In(" 100 ", read), 100);
  for (const char* cell :
       {"-1", "101", "", "x", "1.5", "0x1", "99999999999999999999"}) {
    EXPECT_EQ(In(cell, read), 0);
    EXPECT_FALSE(ok_) << cell;
  }
  const auto optional = [](RowReader& cells) {
    return cells.OptionalNumber("x", 0, 100);
  };
  EXPECT_EQ(In("", optional), std::nullopt);
  EXPECT_TRUE(ok_);
  EXPECT_EQ(In("9", optional), 9);
  In("101", optional);
  EXPECT_FALSE(ok_);
}

TEST_F(RowReaderTest, DatesAreDays) {
  const auto read = [](RowReader& cells) { return cells.Date("x"); };
  EXPECT_EQ(In("2024-02-29", read), absl::CivilDay(2024, 2, 29));
  for (const char* cell :
       {"2023-02-29", "", "2024", "29.2.2024", "1899-12-31"}) {
    In(cell, read);
    EXPECT_FALSE(ok_) << cell;
  }
  EXPECT_EQ(In("", [](RowReader& cells) { return cells.OptionalDate("x"); }),
            std::nullopt);
  EXPECT_TRUE(ok_);
}

TEST_F(RowReaderTest, FlagsAreYesOrNo) {
  const auto read = [](RowReader& cells) { return cells.Flag("x"); };
  EXPECT_TRUE(In("yes", read));
  EXPECT_FALSE(In("no", read));
  EXPECT_FALSE(In("", read));
  EXPECT_TRUE(ok_);
  In("true", read);
  EXPECT_EQ(Reason(), "\"true\" is not one of yes, no");
}

TEST_F(RowReaderTest, CodesAreThoseOfTheEnum) {
  const auto read = [](RowReader& cells) {
    return cells.Code<type::v1::RegionalGroup>("x", api::RegionalGroupOf,
                                               "AFR, APG");
  };
  EXPECT_EQ(In("AFR", read), type::v1::REGIONAL_GROUP_AFRICAN);
  EXPECT_EQ(In("afr", read), type::v1::REGIONAL_GROUP_UNSPECIFIED);
  EXPECT_EQ(Reason(), "\"afr\" is not one of AFR, APG");
  In("", read);
  EXPECT_EQ(Reason(), "is required; one of AFR, APG");
}

TEST_F(RowReaderTest, ACodeMayBeOptional) {
  const auto read = [](RowReader& cells) {
    return cells.OptionalCode<type::v1::RegionalGroup>(
        "x", api::RegionalGroupOf, "AFR, APG");
  };
  EXPECT_EQ(In("", read), type::v1::REGIONAL_GROUP_UNSPECIFIED);
  EXPECT_TRUE(ok_);
  EXPECT_EQ(In("APG", read), type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
}

TEST_F(RowReaderTest, ASourceHasACitationAndAConfidence) {
  table_ = {.file = "t.csv", .columns = {"source", "confidence", "uri"}};
  row_ = {.line = 2, .cells = {"A/RES/60/251", "sourced", "https://un.org"}};
  RowReader cells(table_, row_, refusals_);

  const type::v1::Source source = cells.Source();

  EXPECT_TRUE(cells.ok());
  EXPECT_EQ(source.citation(), "A/RES/60/251");
  EXPECT_EQ(source.confidence(), type::v1::CONFIDENCE_SOURCED);
  EXPECT_EQ(source.uri(), "https://un.org");
}

TEST_F(RowReaderTest, EverythingWrongWithARowIsShownAtOnce) {
  table_ = {.file = "t.csv", .columns = {"source", "confidence", "uri"}};
  row_ = {.line = 2, .cells = {"", "guess", "un.org"}};
  RowReader cells(table_, row_, refusals_);

  cells.Source();
  cells.Refuse("", "the row as a whole");

  EXPECT_FALSE(cells.ok());
  ASSERT_EQ(refusals_.errors().size(), 4U);
  EXPECT_EQ(refusals_.errors()[3].column(), "");
  EXPECT_EQ(refusals_.row_count(), 1);
}

TEST_F(RowReaderTest, AColumnThatIsNotThereIsEmpty) {
  In("a", [](RowReader& cells) {
    EXPECT_EQ(cells.Cell("y"), "");
    return cells.OptionalDate("y").has_value();
  });
  EXPECT_TRUE(ok_);
}

}  // namespace
}  // namespace vigil::csv
