#include "services/common/api/enums.h"

#include <array>

namespace vigil::api {
namespace {

template <typename Enum>
struct Entry {
  Enum value;
  absl::string_view code;
  absl::string_view words;
};

constexpr std::array<Entry<type::v1::RegionalGroup>, 5> kGroups = {{
    {type::v1::REGIONAL_GROUP_AFRICAN, "AFR", "African"},
    {type::v1::REGIONAL_GROUP_ASIA_PACIFIC, "APG", "Asia-Pacific"},
    {type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN, "EEG", "Eastern European"},
    {type::v1::REGIONAL_GROUP_LATIN_AMERICAN_AND_CARIBBEAN, "GRULAC",
     "Latin American and Caribbean"},
    {type::v1::REGIONAL_GROUP_WESTERN_EUROPEAN_AND_OTHER, "WEOG",
     "Western European and other"},
}};

constexpr std::array<Entry<type::v1::FreedomStatus>, 3> kStatuses = {{
    {type::v1::FREEDOM_STATUS_FREE, "F", "Free"},
    {type::v1::FREEDOM_STATUS_PARTLY_FREE, "PF", "Partly Free"},
    {type::v1::FREEDOM_STATUS_NOT_FREE, "NF", "Not Free"},
}};

constexpr std::array<Entry<type::v1::Confidence>, 3> kConfidences = {{
    {type::v1::CONFIDENCE_SOURCED, "sourced", "sourced"},
    {type::v1::CONFIDENCE_RECALLED, "recalled", "recalled"},
    {type::v1::CONFIDENCE_INFERRED, "inferred", "inferred"},
}};

template <typename Enum, size_t kSize>
Entry<Enum> Find(const std::array<Entry<Enum>, kSize>& table, Enum value) {
  for (const Entry<Enum>& entry : table) {
    if (entry.value == value) return entry;
  }
  return {value, "", "none"};
}

template <typename Enum, size_t kSize>
std::optional<Enum> Find(const std::array<Entry<Enum>, kSize>& table,
                         absl::string_view code) {
  for (const Entry<Enum>& entry : table) {
    if (entry.code == code) return entry.value;
  }
  return std::nullopt;
}

}  // namespace

absl::string_view CodeOf(type::v1::RegionalGroup group) {
  return Find(kGroups, group).code;
}

absl::string_view WordsOf(type::v1::RegionalGroup group) {
  return Find(kGroups, group).words;
}

std::optional<type::v1::RegionalGroup> RegionalGroupOf(absl::string_view code) {
  return Find(kGroups, code);
}

absl::string_view CodeOf(type::v1::FreedomStatus status) {
  return Find(kStatuses, status).code;
}

absl::string_view WordsOf(type::v1::FreedomStatus status) {
  return Find(kStatuses, status).words;
}

std::optional<type::v1::FreedomStatus> FreedomStatusOf(absl::string_view code) {
  return Find(kStatuses, code);
}

absl::string_view CodeOf(type::v1::Confidence confidence) {
  return Find(kConfidences, confidence).code;
}

std::optional<type::v1::Confidence> ConfidenceOf(absl::string_view code) {
  return Find(kConfidences, code);
}

}  // namespace vigil::api
