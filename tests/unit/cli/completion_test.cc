#include "services/cli/completion.h"

#include <gtest/gtest.h>

#include "services/cli/command_line.h"

namespace vigil::cli {
namespace {

using Words = std::vector<std::string>;

class CompletionTest : public testing::Test {
 protected:
  Words Complete(const Words& words) { return Completions(*app_, words); }

  Session session_;
  std::unique_ptr<CLI::App> app_ = MakeCommandLine(session_);
};

TEST_F(CompletionTest, OffersCommands) {
  EXPECT_EQ(Complete({"aler"}), Words{"alerts"});
  EXPECT_EQ(Complete({"alerts", "fol"}), Words{"follow"});
  EXPECT_EQ(Complete({"alerts", ""}),
            (Words{"list", "follow", "explain", "ack", "status"}));
}

TEST_F(CompletionTest, OffersOptionsOfTheWholePath) {
  EXPECT_EQ(Complete({"alerts", "follow", "--a"}),
            (Words{"--address", "--as", "--after"}));
  EXPECT_EQ(Complete({"--dat"}), Words{"--data"});
}

TEST_F(CompletionTest, HidesWhatIsNotForPeople) {
  EXPECT_TRUE(Complete({"dem"}).empty());
  EXPECT_TRUE(Complete({"__"}).empty());
}

TEST(CompletionScriptTest, IsThereForThreeShells) {
  for (const char* const shell : {"bash", "zsh", "fish"}) {
    EXPECT_NE(CompletionScript(shell).find("vigil __complete"),
              std::string::npos);
  }
  EXPECT_EQ(CompletionScript("tcsh"), "");
}

int RunVigil(std::vector<const char*> words) {
  words.insert(words.begin(), "vigil");
  return RunCommandLine(static_cast<int>(words.size()), words.data());
}

TEST(CommandLineTest, EndsWithTheRightCode) {
  EXPECT_EQ(RunVigil({"--version"}), 0);
  EXPECT_EQ(RunVigil({"member", "list", "--help"}), 0);
  EXPECT_EQ(RunVigil({}), 2);
  EXPECT_EQ(RunVigil({"nonsense"}), 2);
  EXPECT_EQ(RunVigil({"member", "list", "--nonsense"}), 2);
  EXPECT_EQ(RunVigil({"-o", "xml", "status"}), 2);
  EXPECT_EQ(RunVigil({"--data", "/nowhere", "member", "list", "--as-of", "x"}),
            2);
  EXPECT_EQ(RunVigil({"--data", "/nowhere", "member", "list"}), 1);
  EXPECT_EQ(RunVigil({"import", "/nowhere"}), 2);
}

TEST(CommandLineTest, RenewalsAreUpcomingWithin1To1500Days) {
  const auto within = [](const char* span) {
    return RunVigil(
        {"mandate", "upcoming", "--data", "/nowhere", "--within", span});
  };
  EXPECT_EQ(within("-5d"), 2);
  EXPECT_EQ(within("0d"), 2);
  EXPECT_EQ(within("23h"), 2);
  EXPECT_EQ(within("24h"), 1) << "nothing runs there";
  EXPECT_EQ(within("1500d"), 1);
  EXPECT_EQ(within("1501d"), 2);
}

TEST(CommandLineTest, TakesGlobalOptionsAnywhere) {
  EXPECT_EQ(RunVigil({"member", "list", "--data", "/nowhere", "-o", "json"}),
            1);
}

}  // namespace
}  // namespace vigil::cli
