#include "services/cli/table.h"

#include <gtest/gtest.h>

namespace vigil::cli {
namespace {

Table Example() {
  Table table({{"NAME"}, {"SCORE", true}, {"FULL NOTE"}});
  table.Add({"Türkiye", "33", "a, \"b\""});
  table.Add({"Chad", {"9", Tone::kBad}});
  return table;
}

TEST(TableTest, AlignsByWhatAScreenShows) {
  EXPECT_EQ(Example().ToText({}),
            "NAME     SCORE  FULL NOTE\n"
            "Türkiye     33  a, \"b\"\n"
            "Chad         9\n");
}

TEST(TableTest, HasColoursOnlyWhereAsked) {
  EXPECT_EQ(Example().ToText({}).find('\x1b'), std::string::npos);
  EXPECT_NE(Example().ToText({.colour = true}).find("\x1b[31m9\x1b[0m"),
            std::string::npos);
}

TEST(TableTest, CutsTheLastColumnToTheTerminal) {
  Table table({{"A"}, {"B"}});
  table.Add({"x", "123456789012345678901234567890"});

  EXPECT_EQ(table.ToText({.width = 33}),
            "A  B\nx  123456789012345678901234567890\n");
  EXPECT_EQ(table.ToText({.width = 32}),
            "A  B\nx  1234567890123456789012345678…\n");
}

TEST(TableTest, IsCsv) {
  EXPECT_EQ(Example().ToCsv(),
            "name,score,full_note\r\n"
            "Türkiye,33,\"a, \"\"b\"\"\"\r\n"
            "Chad,9,\r\n");
}

TEST(TableTest, IsJson) {
  EXPECT_EQ(Example().ToJson(),
            "[\n {\"name\": \"Türkiye\", \"score\": \"33\", "
            "\"full_note\": \"a, \\\"b\\\"\"},\n"
            " {\"name\": \"Chad\", \"score\": \"9\"}\n]\n");
  EXPECT_EQ(Table({{"A"}}).ToJson(), "[\n]\n");
}

}  // namespace
}  // namespace vigil::cli
