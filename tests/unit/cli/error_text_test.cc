#include "services/cli/error_text.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::cli {
namespace {

TEST(ErrorTextTest, IsOneLineThatSaysWhatToDo) {
  EXPECT_EQ(ErrorText(Error(absl::StatusCode::kPermissionDenied,
                            "ROLE_NOT_ALLOWED", "you may not")),
            "you may not; choose another token with --as or --token-file");
  EXPECT_EQ(ErrorText(Error(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
                            "states/x does not exist")),
            "states/x does not exist");
  EXPECT_EQ(ErrorText(InvalidFieldError("state", "must be a state")),
            "state: must be a state");
}

TEST(ErrorTextTest, ListsTheFieldsWhereSeveralAreAtFault) {
  EXPECT_EQ(ErrorText(InvalidFieldsError("INVALID_FIELD",
                                         {{"a", "is bad"}, {"b", "is worse"}})),
            "a: is bad (and 1 more)\n  a: is bad\n  b: is worse");
}

TEST(ErrorTextTest, ListsAtMostTwentyFields) {
  const auto lines = [](int count) {
    std::vector<FieldViolation> violations;
    for (int i = 0; i < count; ++i) {
      violations.push_back({absl::StrCat("f", i), "is bad"});
    }
    const std::string text =
        ErrorText(InvalidFieldsError("INVALID_FIELD", violations));
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines(20), 20);
  EXPECT_EQ(lines(21), 21) << "twenty and a line of dots";
  EXPECT_EQ(lines(90), 21);
}

TEST(ErrorTextTest, DecidesTheExitCode) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("by a server")), 1);
  EXPECT_EQ(ExitCodeOf(UsageError("no such state")), 2);
}

}  // namespace
}  // namespace vigil::cli
