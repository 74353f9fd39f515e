#include "services/common/app/flags.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"

namespace vigil::app {
namespace {

class FlagsTest : public testing::Test {
 protected:
  FlagsTest() : flags_("vigil-test", "Tests flags.") {
    flags_.Add("--text", &text_, "A text.");
    flags_.Add("--yes", &yes_, "A switch.");
    flags_.Add("--number", &number_, 1, 10, "A number.");
    flags_.Add("--span", &span_, absl::Seconds(1), absl::Hours(1), "A span.");
    flags_.Add("--time", &time_, "A time.");
    flags_.Add("--list", &list_, 1, 100, "A list.");
  }

  // Returns the exit code, -1 to go on.
  int Parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "vigil-test");
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const auto code =
        flags_.Parse(static_cast<int>(arguments.size()), arguments.data());
    out_ = testing::internal::GetCapturedStdout();
    error_ = testing::internal::GetCapturedStderr();
    return code.value_or(-1);
  }

  Flags flags_;
  std::string text_ = "default";
  bool yes_ = false;
  int number_ = 5;
  absl::Duration span_ = absl::Seconds(10);
  std::optional<absl::Time> time_;
  std::vector<int> list_ = {1, 2};
  std::string out_;
  std::string error_;
};

TEST_F(FlagsTest, KeepsDefaults) {
  EXPECT_EQ(Parse({}), -1);
  EXPECT_EQ(text_, "default");
  EXPECT_EQ(span_, absl::Seconds(10));
  EXPECT_EQ(list_, (std::vector<int>{1, 2}));
  EXPECT_FALSE(time_.has_value());
}

TEST_F(FlagsTest, ReadsValues) {
  EXPECT_EQ(Parse({"--text", "x", "--yes", "--number=7", "--span", "1m30s",
                   "--time", "2026-11-23T00:00:00Z", "--list", "90,30,7"}),
            -1)
      << error_;
  EXPECT_EQ(text_, "x");
  EXPECT_TRUE(yes_);
  EXPECT_EQ(number_, 7);
  EXPECT_EQ(span_, absl::Seconds(90));
  EXPECT_EQ(time_,
            absl::FromCivil(absl::CivilDay(2026, 11, 23), absl::UTCTimeZone()));
  EXPECT_EQ(list_, (std::vector<int>{90, 30, 7}));
}

TEST_F(FlagsTest, EndsOfRangesAreAllowed) {
  EXPECT_EQ(Parse({"--number", "1", "--span", "1s", "--list", "1,100"}), -1);
  EXPECT_EQ(Parse({"--number", "10", "--span", "1h"}), -1);
}

TEST_F(FlagsTest, MistakesExitWithTwoAndOneLine) {
  for (const std::vector<const char*>& arguments :
       std::vector<std::vector<const char*>>{{"--other"},
                                             {"--number", "0"},
                                             {"--number", "11"},
                                             {"--number", "x"},
                                             {"--span", "10"},
                                             {"--span", "999ms"},
                                             {"--span", "61m"},
                                             {"--time", "yesterday"},
                                             {"--list", "0"},
                                             {"--text"},
                                             {"stray"}}) {
    EXPECT_EQ(Parse(arguments), 2) << arguments[0];
    EXPECT_TRUE(absl::StartsWith(error_, "vigil-test: ")) << error_;
    EXPECT_EQ(std::count(error_.begin(), error_.end(), '\n'), 1) << error_;
  }
}

TEST_F(FlagsTest, HelpShowsDefaults) {
  EXPECT_EQ(Parse({"--help"}), 0);
  EXPECT_TRUE(absl::StrContains(out_, "Tests flags."));
  EXPECT_TRUE(absl::StrContains(out_, "default"));
  EXPECT_TRUE(absl::StrContains(out_, "10s"));
}

TEST_F(FlagsTest, TellsItsVersion) {
  EXPECT_EQ(Parse({"--version"}), 0);
  EXPECT_TRUE(absl::StartsWith(out_, "vigil "));
}

}  // namespace
}  // namespace vigil::app
