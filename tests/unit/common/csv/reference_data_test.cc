#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/common/csv/table.h"

namespace vigil::csv {
namespace {

// The tables of deploy/data, whatever their columns, are CSV in our sense.
TEST(ReferenceDataTest, IsReadWithoutRefusals) {
  int table_count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(VIGIL_SOURCE_DIR "/deploy/data")) {
    if (entry.path().extension() != ".csv") continue;
    std::ifstream stream(entry.path());
    const std::string content{std::istreambuf_iterator<char>(stream), {}};
    Columns columns;
    const std::string header = content.substr(0, content.find('\n'));
    columns.required = absl::StrSplit(header, ',');
    Refusals refusals;

    const Table table =
        ReadTable(entry.path().filename().string(), content, columns, refusals);

    EXPECT_TRUE(refusals.empty()) << entry.path();
    EXPECT_FALSE(table.rows.empty()) << entry.path();
    ++table_count;
  }
  EXPECT_EQ(table_count, 10);
}

}  // namespace
}  // namespace vigil::csv
