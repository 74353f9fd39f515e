#include "services/mandate_watch/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/api/names.h"
#include "services/mandate_watch/calendar.h"

namespace vigil::mandate_watch {
namespace {

constexpr absl::string_view kBodies = "bodies/";
constexpr absl::string_view kRenewals = "/renewals/";

}  // namespace

absl::string_view BodyOf(absl::string_view name) {
  return name.substr(0, name.find('/', kBodies.size()));
}

absl::string_view MandateOf(absl::string_view renewal) {
  return renewal.substr(0, renewal.rfind(kRenewals));
}

std::string SessionName(absl::string_view body, int number) {
  return absl::StrCat(body, "/sessions/", absl::StripPrefix(body, kBodies), "-",
                      number);
}

std::optional<int> SessionNumber(absl::string_view body,
                                 absl::string_view session) {
  const size_t dash = session.rfind('-');
  if (dash == absl::string_view::npos) return std::nullopt;
  int number = 0;
  if (!absl::SimpleAtoi(session.substr(dash + 1), &number) || number < 1 ||
      number > kMaxSessionNumber || SessionName(body, number) != session) {
    return std::nullopt;
  }
  return number;
}

std::string RenewalIdOf(absl::string_view resolution) {
  std::string id;
  for (const char c : resolution) {
    if (absl::ascii_isalnum(c)) {
      if (id.empty() && absl::ascii_isdigit(c)) id = "r-";
      id += absl::ascii_tolower(c);
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  id.resize(std::min(id.size(), api::kMaxIdLength));
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

}  // namespace vigil::mandate_watch
