#include "services/cli/import.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

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

}  // namespace
}  // namespace vigil::cli
