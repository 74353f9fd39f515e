#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/membership/fields.h"

namespace vigil::membership {
namespace {

constexpr int kMaxM49 = 999;

void CheckCode(absl::string_view field, absl::string_view code, size_t length,
               Violations& violations) {
  const bool is_code =
      code.size() == length &&
      std::all_of(code.begin(), code.end(), [](unsigned char letter) {
        return absl::ascii_isupper(letter);
      });
  if (!is_code) {
    violations.Add(field, absl::StrCat("is not ", length, " letters A to Z"));
  }
}

}  // namespace

Violations CheckFields(const v1::State& state) {
  Violations violations;
  CheckCode("iso3", state.iso3(), 3, violations);
  if (!state.iso2().empty()) CheckCode("iso2", state.iso2(), 2, violations);
  violations.CheckRange("m49", state.m49(), 0, kMaxM49);
  violations.CheckText("display_name", state.display_name(), 1,
                       kMaxTitleLength);
  violations.CheckText("short_name", state.short_name(), 1,
                       kMaxShortNameLength);
  violations.CheckGroup("regional_group", state.regional_group(), false);
  violations.CheckText("note", state.note(), 0, kMaxNoteLength);
  violations.CheckSource("source", state.source());
  return violations;
}

Violations CheckFields(const v1::FreedomScore& score) {
  Violations violations;
  violations.CheckRange("edition", score.edition(), kFirstEdition,
                        kLastEdition);
  if (score.has_total()) {
    violations.CheckRange("total", score.total(), kMinTotal, kMaxTotal);
  }
  if (score.has_political_rights()) {
    violations.CheckRange("political_rights", score.political_rights(),
                          kMinRights, kMaxRights);
  }
  if (score.has_civil_liberties()) {
    violations.CheckRange("civil_liberties", score.civil_liberties(), 0,
                          kMaxLiberties);
  }
  if (!type::v1::FreedomStatus_IsValid(score.status())) {
    violations.Add("status", "is no freedom status");
  }
  const auto published = violations.OptionalDay(
      "publish_date", score.has_publish_date(), score.publish_date());
  if (published && (published->year() < score.edition() ||
                    published->year() > score.edition() + 1)) {
    violations.Add("publish_date",
                   "is not in the edition's year or the one after");
  }
  violations.CheckSource("source", score.source());
  return violations;
}

Violations CheckFields(const v1::Grouping& grouping) {
  Violations violations;
  violations.CheckText("display_name", grouping.display_name(), 1,
                       kMaxTitleLength);
  violations.CheckSource("source", grouping.source());
  return violations;
}

Violations CheckFields(const v1::GroupingClaim& claim) {
  Violations violations;
  violations.CheckName("state", "states/*", claim.state());
  const auto start = violations.OptionalDay(
      "start_date", claim.has_start_date(), claim.start_date());
  const auto end = violations.OptionalDay("end_date", claim.has_end_date(),
                                          claim.end_date());
  if (start && end && *end <= *start) {
    violations.Add("end_date", "is not after start_date");
  }
  violations.CheckSource("source", claim.source());
  return violations;
}

}  // namespace vigil::membership
