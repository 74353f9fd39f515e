#include "services/cli/error_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/display_width.h"
#include "services/common/base/error.h"

namespace vigil::cli {
namespace {

constexpr absl::string_view kUsage = "USAGE";
constexpr size_t kMaxLines = 20;

struct Advice {
  absl::string_view reason;
  absl::string_view words;
};

constexpr Advice kAdvice[] = {
    {"SERVER_UNREACHABLE", "look at 'vigil status'"},
    {"ROLE_NOT_ALLOWED", "choose another token with --as or --token-file"},
    {"TOKEN_UNKNOWN", "see --token-file"},
    {"IMPORT_REFUSED",
     "nothing was written; mend the rows, or import the good ones with "
     "--keep-going"},
    {"NOT_READY", "try again in a moment, or look at 'vigil status'"},
    {"STORE_UNAVAILABLE", "look at 'vigil status'"},
};

absl::string_view AdviceFor(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  for (const Advice& advice : kAdvice) {
    if (advice.reason == reason) return advice.words;
  }
  return "";
}

}  // namespace

std::string ErrorText(const absl::Status& status) {
  std::string text(status.message());
  if (text.empty()) text = absl::StatusCodeToString(status.code());
  const absl::string_view advice = AdviceFor(status);
  if (!advice.empty()) absl::StrAppend(&text, "; ", advice);
  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  if (violations.size() < 2) return text;
  for (size_t i = 0; i < std::min(violations.size(), kMaxLines); ++i) {
    absl::StrAppend(&text, "\n  ",
                    Harmless(absl::StrCat(violations[i].field, ": ",
                                          violations[i].description)));
  }
  if (violations.size() > kMaxLines) absl::StrAppend(&text, "\n  …");
  return text;
}

absl::Status UsageError(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, kUsage, message);
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return 0;
  return ReasonOf(status) == kUsage ? 2 : 1;
}

}  // namespace vigil::cli
