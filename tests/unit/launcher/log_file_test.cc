#include "services/launcher/log_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/status_matchers.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::launcher {
namespace {

void Write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::app) << text;
}

TEST(LogFileTest, GoesOnAtItsEnd) {
  const TemporaryDirectory directory;
  Write(directory / "x.log", "before\n");

  const auto file = OpenLog(directory / "x.log");

  ASSERT_TRUE(IsOk(file));
  EXPECT_EQ(write(*file, "after\n", 6), 6);
  close(*file);
  EXPECT_EQ(LastLines(directory / "x.log", 0, 5), "before\nafter\n");
}

TEST(LogFileTest, IsPutAsideOnlyOnceItIsTooLong) {
  const TemporaryDirectory directory;
  const std::string path = directory / "x.log";
  Write(path, "x");
  std::filesystem::resize_file(path, kMaxLogBytes);
  close(*OpenLog(path));
  EXPECT_FALSE(std::filesystem::exists(path + ".1"));

  std::filesystem::resize_file(path, kMaxLogBytes + 1);
  close(*OpenLog(path));

  EXPECT_TRUE(std::filesystem::exists(path + ".1"));
  EXPECT_EQ(SizeOf(path), 0);
}

TEST(LogFileTest, ShowsTheLastLinesOfThisRunAlone) {
  const TemporaryDirectory directory;
  const std::string path = directory / "x.log";
  Write(path, "old\n");
  const int64_t offset = SizeOf(path);
  EXPECT_EQ(LastLines(path, offset, 2), "");

  Write(path, "1\n2\n3\n");

  EXPECT_EQ(LastLines(path, offset, 2), "2\n3\n");
  EXPECT_EQ(LastLines(path, offset, 9), "1\n2\n3\n");
  EXPECT_EQ(LastLines(directory / "none", 0, 9), "");
}

}  // namespace
}  // namespace vigil::launcher
