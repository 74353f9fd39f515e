#include "services/cli/words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/cli/error_text.h"
#include "services/common/api/dates.h"
#include "services/common/api/enums.h"
#include "services/common/base/date.h"

namespace vigil::cli {
namespace {

using google::protobuf::EnumDescriptor;

std::string ToWord(absl::string_view name) {
  std::string word = absl::AsciiStrToLower(name);
  std::replace(word.begin(), word.end(), '_', '-');
  return word;
}

// `ALERT_KIND_`: what comes before UNSPECIFIED, which every enum of ours has.
std::string PrefixOf(const EnumDescriptor& type) {
  absl::string_view name = type.value(0)->name();
  absl::ConsumeSuffix(&name, "UNSPECIFIED");
  return std::string(name);
}

}  // namespace

std::string WordOf(const EnumDescriptor& type, int value) {
  const auto* const found = type.FindValueByNumber(value);
  if (found == nullptr || value == 0) return "";
  return ToWord(absl::StripPrefix(found->name(), PrefixOf(type)));
}

std::vector<std::string> WordsOf(const EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    if (number != 0) words.push_back(WordOf(type, number));
  }
  return words;
}

absl::StatusOr<int> ValueOf(const EnumDescriptor& type,
                            absl::string_view word) {
  for (int i = 0; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    if (number == 0) continue;
    if (ToWord(word) == WordOf(type, number) ||
        absl::EqualsIgnoreCase(word, type.value(i)->name())) {
      return number;
    }
  }
  return UsageError(absl::StrCat(
      "'", word, "' is none of: ", absl::StrJoin(WordsOf(type), ", ")));
}

std::string DateText(const type::v1::Date& date) {
  return date.year() == 0 ? "" : FormatDate(api::DayOf(date));
}

absl::StatusOr<type::v1::Date> ToDate(absl::string_view option,
                                      absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> day = ParseDate(text);
  if (!day.ok()) {
    return UsageError(absl::StrCat(option, ": ", day.status().message()));
  }
  return api::ToProto(*day);
}

absl::StatusOr<type::v1::RegionalGroup> ToGroup(absl::string_view text) {
  const std::string code = absl::AsciiStrToUpper(text);
  if (const auto group = api::RegionalGroupOf(code); group.has_value()) {
    return *group;
  }
  const EnumDescriptor& type = *type::v1::RegionalGroup_descriptor();
  if (const auto value = ValueOf(type, text); value.ok()) {
    return static_cast<type::v1::RegionalGroup>(*value);
  }
  return UsageError(
      absl::StrCat("'", text, "' is none of: AFR, APG, EEG, GRULAC, WEOG"));
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", api::TimeOf(time),
                          absl::UTCTimeZone());
}

std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

absl::StatusOr<std::string> NameIn(absl::string_view collection,
                                   absl::string_view given) {
  const std::string prefix = absl::StrCat(collection, "/");
  const std::string last = absl::StrCat(IdOf(collection), "/");
  absl::string_view id = given;
  if (!absl::ConsumePrefix(&id, prefix)) absl::ConsumePrefix(&id, last);
  if (id.empty() || absl::StrContains(id, "/")) {
    return UsageError(absl::StrCat("'", given, "' is no ", prefix, "…"));
  }
  return absl::StrCat(prefix, absl::AsciiStrToLower(id));
}

}  // namespace vigil::cli
