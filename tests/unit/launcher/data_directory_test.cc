#include "services/launcher/data_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/support/status_matchers.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::launcher {
namespace {

constexpr size_t kMaxAddress = 107;

mode_t ModeOf(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

// A directory below `parent` whose longest socket has a path of `size`.
std::string DirectoryForSocketOf(size_t size,
                                 const TemporaryDirectory& parent) {
  const std::string tail = "/run/mandate_watch.sock";
  return parent /
         std::string(size - tail.size() - parent.path().size() - 1, 'd');
}

TEST(DataDirectoryTest, IsForItsOwnerAlone) {
  const TemporaryDirectory parent;
  DataDirectory directory(parent / "a/b/data");

  ASSERT_TRUE(IsOk(directory.Create()));

  for (const char* const part : {"", "/tokens", "/redis", "/log", "/run"}) {
    EXPECT_EQ(ModeOf(directory.root() + part), 0700U) << part;
  }
}

TEST(DataDirectoryTest, TakesAwayWhatOthersMay) {
  const TemporaryDirectory parent;
  const std::string root = parent / "data";
  mkdir(root.c_str(), 0777);
  chmod(root.c_str(), 0777);

  ASSERT_TRUE(IsOk(DataDirectory(root).Create()));

  EXPECT_EQ(ModeOf(root), 0700U);
}

TEST(DataDirectoryTest, SaysWhatIsInItsPlace) {
  const TemporaryDirectory parent;
  const std::string root = parent / "data";
  fclose(fopen(root.c_str(), "w"));

  EXPECT_TRUE(FailsWith(DataDirectory(root).Create(), "DIRECTORY_UNUSABLE"));
}

TEST(DataDirectoryTest, IsAbsolute) {
  EXPECT_EQ(DataDirectory("data/").root(),
            (std::filesystem::current_path() / "data").string());
}

TEST(DataDirectoryTest, HasItsSocketsInsideWhileTheirPathsFit) {
  const TemporaryDirectory parent;
  DataDirectory directory(DirectoryForSocketOf(kMaxAddress, parent));

  ASSERT_TRUE(IsOk(directory.Create()));

  EXPECT_EQ(directory.socket("mandate_watch").size(), kMaxAddress);
  EXPECT_EQ(directory.run(), directory.root() + "/run");
}

TEST(DataDirectoryTest, HasItsSocketsElsewhereWhenTheirPathsDoNotFit) {
  const TemporaryDirectory parent;
  DataDirectory directory(DirectoryForSocketOf(kMaxAddress + 1, parent));

  ASSERT_TRUE(IsOk(directory.Create()));
  ASSERT_TRUE(IsOk(directory.Create())) << "again";

  EXPECT_LE(directory.socket("mandate_watch").size(), kMaxAddress);
  EXPECT_EQ(ModeOf(directory.run()), 0700U);
  EXPECT_TRUE(std::filesystem::is_symlink(directory.root() + "/run"));
  EXPECT_EQ(DataDirectory(directory.root()).run(), directory.run());
  std::filesystem::remove_all(directory.run());
}

TEST(DirectoryLockTest, IsHeldByOneAtATime) {
  const TemporaryDirectory parent;
  DataDirectory directory(parent / "data");
  ASSERT_TRUE(IsOk(directory.Create()));
  {
    const auto lock = DirectoryLock::Acquire(directory, absl::ZeroDuration());
    ASSERT_TRUE(IsOk(lock));

    EXPECT_TRUE(
        FailsWith(DirectoryLock::Acquire(directory, absl::ZeroDuration()),
                  "ALREADY_RUNNING"));
  }
  EXPECT_TRUE(IsOk(DirectoryLock::Acquire(directory, absl::ZeroDuration())));
}

}  // namespace
}  // namespace vigil::launcher
