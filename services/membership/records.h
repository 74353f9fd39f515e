#pragma once

#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/string_view.h"
#include "vigil/membership/v1/events.pb.h"

namespace vigil::membership {

// What the kinds of record differ in, so that keeping, deciding, listing and
// importing them is written once:
//
//   kPattern     what their names look like
//   Parent       the kind of record that one belongs to; void if to none
//   kMaxRecords  how many there can be
//   kFields      what an update may change
//   In           where an event holds one
template <typename Record>
struct RecordTraits;

template <>
struct RecordTraits<v1::State> {
  using Parent = void;
  static constexpr absl::string_view kPattern = "states/*";
  static constexpr size_t kMaxRecords = 1'000;
  static constexpr std::array<absl::string_view, 7> kFields = {
      "iso2",           "m49",  "display_name", "short_name",
      "regional_group", "note", "source"};
  static v1::State& In(v1::Event& event) {
    return *event.mutable_state_recorded();
  }
};

template <>
struct RecordTraits<v1::FreedomScore> {
  using Parent = v1::State;
  static constexpr absl::string_view kPattern = "states/*/freedomScores/*";
  static constexpr size_t kMaxRecords = 100'000;
  static constexpr std::array<absl::string_view, 6> kFields = {
      "total",  "political_rights", "civil_liberties",
      "status", "publish_date",     "source"};
  static v1::FreedomScore& In(v1::Event& event) {
    return *event.mutable_freedom_score_recorded();
  }
};

template <>
struct RecordTraits<v1::Grouping> {
  using Parent = void;
  static constexpr absl::string_view kPattern = "groupings/*";
  static constexpr size_t kMaxRecords = 1'000;
  static constexpr std::array<absl::string_view, 2> kFields = {"display_name",
                                                               "source"};
  static v1::Grouping& In(v1::Event& event) {
    return *event.mutable_grouping_recorded();
  }
};

template <>
struct RecordTraits<v1::GroupingClaim> {
  using Parent = v1::Grouping;
  static constexpr absl::string_view kPattern = "groupings/*/claims/*";
  static constexpr size_t kMaxRecords = 100'000;
  static constexpr std::array<absl::string_view, 3> kFields = {
      "start_date", "end_date", "source"};
  static v1::GroupingClaim& In(v1::Event& event) {
    return *event.mutable_grouping_claim_recorded();
  }
};

template <>
struct RecordTraits<v1::Body> {
  using Parent = void;
  static constexpr absl::string_view kPattern = "bodies/*";
  static constexpr size_t kMaxRecords = 500;
  static constexpr std::array<absl::string_view, 3> kFields = {
      "display_name", "seat_allocations", "source"};
  static v1::Body& In(v1::Event& event) {
    return *event.mutable_body_recorded();
  }
};

template <>
struct RecordTraits<v1::Term> {
  using Parent = v1::Body;
  static constexpr absl::string_view kPattern = "bodies/*/terms/*";
  static constexpr size_t kMaxRecords = 100'000;
  static constexpr std::array<absl::string_view, 9> kFields = {
      "regional_group", "start_date",  "end_date", "scheduled_end_date",
      "end_reason",     "suspensions", "fills",    "note",
      "source"};
  static v1::Term& In(v1::Event& event) {
    return *event.mutable_term_recorded();
  }
};

template <>
struct RecordTraits<v1::Election> {
  using Parent = v1::Body;
  static constexpr absl::string_view kPattern = "bodies/*/elections/*";
  static constexpr size_t kMaxRecords = 10'000;
  static constexpr std::array<absl::string_view, 8> kFields = {
      "display_name",  "election_date",    "date_confidence", "term_start_date",
      "term_end_date", "seat_allocations", "state",           "source"};
  static v1::Election& In(v1::Event& event) {
    return *event.mutable_election_recorded();
  }
};

template <>
struct RecordTraits<v1::Candidacy> {
  using Parent = v1::Election;
  static constexpr absl::string_view kPattern =
      "bodies/*/elections/*/candidacies/*";
  static constexpr size_t kMaxRecords = 100'000;
  static constexpr std::array<absl::string_view, 5> kFields = {
      "announce_date", "withdraw_date", "votes", "note", "source"};
  static v1::Candidacy& In(v1::Event& event) {
    return *event.mutable_candidacy_recorded();
  }
};

template <typename Record>
inline constexpr bool kHasParent =
    !std::is_void_v<typename RecordTraits<Record>::Parent>;

// `bodies/hrc` of `bodies/hrc/terms/chn-2024`; "" of a name without a parent.
absl::string_view ParentOf(absl::string_view name);

// `chn-2024` of `bodies/hrc/terms/chn-2024`.
absl::string_view IdOf(absl::string_view name);

// The names that a record refers to, its parent among them.
template <typename Record>
std::vector<std::string> ReferencesOf(const Record& record) {
  std::vector<std::string> names;
  if constexpr (kHasParent<Record>) {
    names.emplace_back(ParentOf(record.name()));
  }
  if constexpr (std::is_same_v<Record, v1::GroupingClaim> ||
                std::is_same_v<Record, v1::Term> ||
                std::is_same_v<Record, v1::Candidacy>) {
    names.push_back(record.state());
  }
  if constexpr (std::is_same_v<Record, v1::Term>) {
    if (!record.fills().empty()) names.push_back(record.fills());
  }
  return names;
}

}  // namespace vigil::membership
