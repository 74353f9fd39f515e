#pragma once

#include <array>

#include "absl/strings/string_view.h"
#include "vigil/mandate_watch/v1/events.pb.h"

namespace vigil::mandate_watch {

// What the kinds of record differ in, so that keeping, deciding and importing
// them is written once:
//
//   kPattern     what their names look like
//   kWord        what requests call one, in front of its fields
//   kMaxRecords  how many there can be
//   kFields      what an update may change
//   In           where an event holds one
template <typename Record>
struct RecordTraits;

template <>
struct RecordTraits<v1::Session> {
  static constexpr absl::string_view kPattern = "bodies/*/sessions/*";
  static constexpr absl::string_view kWord = "session";
  static constexpr size_t kMaxRecords = 2'000;
  static constexpr std::array<absl::string_view, 6> kFields = {
      "display_name", "start_date", "end_date",
      "date_status",  "note",       "source"};
  static v1::Session& In(v1::Event& event) {
    return *event.mutable_session_recorded();
  }
};

template <>
struct RecordTraits<v1::Mandate> {
  static constexpr absl::string_view kPattern = "bodies/*/mandates/*";
  static constexpr absl::string_view kWord = "mandate";
  static constexpr size_t kMaxRecords = 2'000;
  static constexpr std::array<absl::string_view, 9> kFields = {
      "display_name",
      "kind",
      "country",
      "establish_year",
      "founding_resolution",
      "term_years",
      "periodic",
      "note",
      "source"};
  static v1::Mandate& In(v1::Event& event) {
    return *event.mutable_mandate_recorded();
  }
};

template <>
struct RecordTraits<v1::Renewal> {
  static constexpr absl::string_view kPattern =
      "bodies/*/mandates/*/renewals/*";
  static constexpr absl::string_view kWord = "renewal";
  static constexpr size_t kMaxRecords = 20'000;
  static constexpr std::array<absl::string_view, 10> kFields = {
      "resolution",      "session", "adoption_date", "vote", "until_session",
      "duration_months", "no_end",  "start_session", "note", "source"};
  static v1::Renewal& In(v1::Event& event) {
    return *event.mutable_renewal_recorded();
  }
};

template <typename Record>
v1::Event RecordedEvent(const Record& record) {
  v1::Event event;
  RecordTraits<Record>::In(event) = record;
  return event;
}

}  // namespace vigil::mandate_watch
