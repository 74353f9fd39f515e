#include "services/common/api/names.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/api/text.h"
#include "services/common/base/error.h"

namespace vigil::api {
namespace {

std::optional<std::vector<absl::string_view>> IdsOf(absl::string_view pattern,
                                                    absl::string_view name) {
  if (name.size() > kMaxNameLength) return std::nullopt;
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> given = absl::StrSplit(name, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<absl::string_view> ids;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != "*") {
      if (wanted[i] != given[i]) return std::nullopt;
      continue;
    }
    if (!IsId(given[i])) return std::nullopt;
    ids.push_back(given[i]);
  }
  return ids;
}

}  // namespace

bool IsId(absl::string_view text) {
  if (text.empty() || text.size() > kMaxIdLength) return false;
  if (!absl::ascii_islower(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::StatusOr<std::vector<absl::string_view>> MatchName(
    absl::string_view field, absl::string_view pattern,
    absl::string_view name) {
  std::optional<std::vector<absl::string_view>> ids = IdsOf(pattern, name);
  if (ids) return *std::move(ids);
  return InvalidFieldError(
      field, absl::StrCat(Shown(name), " is not of the form ", pattern,
                          ", where each * is [a-z][a-z0-9-]{0,62}"));
}

absl::Status CheckId(absl::string_view field, absl::string_view id) {
  if (IsId(id)) return absl::OkStatus();
  return InvalidFieldError(field, absl::StrCat(Shown(id),
                                               " is not of the form "
                                               "[a-z][a-z0-9-]{0,62}"));
}

}  // namespace vigil::api
