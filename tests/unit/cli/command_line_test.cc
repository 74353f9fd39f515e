#include "services/cli/command_line.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "vigil/membership/v1/state_requests.pb.h"

namespace vigil::cli {
namespace {

// Runs `vigil` with `words`, in a process that writes its answer to `output`.
[[noreturn]] void RunInto(int output, std::vector<const char*> words) {
  words.insert(words.begin(), "vigil");
  dup2(output, STDOUT_FILENO);
  std::exit(RunCommandLine(static_cast<int>(words.size()), words.data()));
}

int FullDevice() { return open("/dev/full", O_WRONLY | O_CLOEXEC); }

int ClosedPipe() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  close(ends[0]);
  return ends[1];
}

TEST(CommandLineDeathTest, SaysThatTheAnswerCannotBeWritten) {
  const std::vector<std::vector<const char*>> all = {
      {"completion", "bash"}, {"--help"}, {"--version"}, {"__complete", "al"}};
  for (const std::vector<const char*>& words : all) {
    EXPECT_EXIT(RunInto(FullDevice(), words), testing::ExitedWithCode(1),
                "^vigil: standard output cannot be written: No space left on "
                "device; the answer is not complete\n$")
        << words[0];
  }
}

TEST(CommandLineDeathTest, EndsQuietlyWhereNobodyReadsTheAnswer) {
  EXPECT_EXIT(
      {
        std::signal(SIGPIPE, SIG_IGN);
        RunInto(ClosedPipe(), {"completion", "bash"});
      },
      testing::ExitedWithCode(1), "^$");
}

TEST(CommandLineDeathTest, AFeedIsFollowedForOneAlertAtLeast) {
  for (const char* const count : {"0", "-1"}) {
    EXPECT_EXIT(RunInto(STDOUT_FILENO, {"alerts", "follow", "--count", count}),
                testing::ExitedWithCode(2), "^vigil: --count: .*\n$")
        << count;
  }
}

TEST(CommandLineDeathTest, WhatIsNotUtf8IsAWrongCommandLine) {
  const std::pair<std::vector<const char*>, const char*> cases[] = {
      {{"state", "show", "\xFF"}, "argument 3"},
      {{"member", "list", "--filter", "a\xC3"}, "argument 4, after --filter,"},
      {{"status", "--partner=\xFF\xFE"}, "argument 2, --partner,"},
      {{"status", "--\xFF=x"}, "argument 2"}};
  for (const auto& [words, place] : cases) {
    EXPECT_EXIT(RunInto(STDOUT_FILENO, words), testing::ExitedWithCode(2),
                absl::StrCat("^vigil: ", place, " is not valid UTF-8\n$"))
        << place;
  }
}

TEST(CommandLineDeathTest, APartnerOfTheEnvironmentIsUtf8AsWell) {
  EXPECT_EXIT(
      {
        setenv("VIGIL_PARTNER", "\xFF", 1);
        RunInto(STDOUT_FILENO, {"alerts", "status"});
      },
      testing::ExitedWithCode(2), "^vigil: --partner: is not valid UTF-8; ");
}

TEST(CommandLineDeathTest, TheLogOfProtobufIsNotPrinted) {
  EXPECT_EXIT(
      {
        const char* const words[] = {"vigil"};
        RunCommandLine(1, words);
        membership::v1::GetStateRequest request;
        request.set_name("\xFF");
        request.SerializeAsString();
        std::exit(0);
      },
      testing::ExitedWithCode(0), "^vigil: a command is missing[^\n]*\n$");
}

}  // namespace
}  // namespace vigil::cli
