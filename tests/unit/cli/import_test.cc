#include "services/cli/import.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/cli/error_text.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::cli {
namespace {

void Touch(const std::string& path) { std::ofstream(path) << "x"; }

TEST(ImportTest, SendsEachTableToItsService) {
  const TemporaryDirectory directory;
  for (const char* const name :
       {"terms.csv", "states.csv", "renewals.csv", "README.md", "other.csv"}) {
    Touch(directory / name);
  }

  const auto sets = SortTables({directory.path()});

  ASSERT_TRUE(sets.ok()) << sets.status();
  ASSERT_EQ(sets->size(), 2U);
  EXPECT_EQ((*sets)[0].service, "membership");
  EXPECT_EQ((*sets)[0].files,
            (std::vector<std::string>{directory / "states.csv",
                                      directory / "terms.csv"}));
  EXPECT_EQ((*sets)[1].service, "mandate_watch");
  EXPECT_EQ((*sets)[1].files,
            (std::vector<std::string>{directory / "renewals.csv"}));
}

TEST(ImportTest, RefusesWhatWasNamedAndIsNotKnown) {
  const TemporaryDirectory directory;
  Touch(directory / "other.csv");

  EXPECT_EQ(ExitCodeOf(SortTables({directory / "other.csv"}).status()), 2);
  EXPECT_EQ(ExitCodeOf(SortTables({directory / "terms.csv"}).status()), 2);
  EXPECT_EQ(ExitCodeOf(SortTables({directory.path()}).status()), 2)
      << "a directory without any";
}

TEST(ImportTest, RefusesATableThatComesTwice) {
  const TemporaryDirectory one;
  const TemporaryDirectory two;
  Touch(one / "terms.csv");
  Touch(two / "terms.csv");
  const std::vector<std::string> all[] = {
      {one / "terms.csv", two / "terms.csv"},
      {one / "terms.csv", one / "terms.csv"},
      {one.path(), two / "terms.csv"},
      {one.path(), one.path()}};

  for (const std::vector<std::string>& paths : all) {
    const absl::Status status = SortTables(paths).status();
    EXPECT_EQ(ExitCodeOf(status), 2);
    for (const std::string& path : paths) {
      EXPECT_TRUE(absl::StrContains(status.message(), path)) << status;
    }
  }
}

}  // namespace
}  // namespace vigil::cli
