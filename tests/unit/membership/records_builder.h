#pragma once

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/membership/model.h"

namespace vigil::membership {

// Makes good records for tests, which then change what they are about. Days are
// written `2026-11-23`.

inline absl::CivilDay Day(absl::string_view text) {
  return ParseDate(text).value();
}
inline type::v1::Date Date(absl::string_view text) {
  return api::ToProto(Day(text));
}

inline type::v1::Source Source() {
  type::v1::Source source;
  source.set_citation("A/RES/60/251");
  source.set_confidence(type::v1::CONFIDENCE_SOURCED);
  return source;
}

inline v1::State State(
    const std::string& id,
    type::v1::RegionalGroup group = type::v1::REGIONAL_GROUP_ASIA_PACIFIC) {
  v1::State state;
  state.set_name(absl::StrCat("states/", id));
  state.set_iso3(absl::AsciiStrToUpper(id));
  state.set_display_name(absl::StrCat("The State of ", id));
  state.set_short_name(id);
  state.set_regional_group(group);
  *state.mutable_source() = Source();
  return state;
}

inline v1::FreedomScore Score(const std::string& state, int edition,
                              int total) {
  v1::FreedomScore score;
  score.set_name(
      absl::StrCat("states/", state, "/freedomScores/fiw-", edition));
  score.set_edition(edition);
  score.set_total(total);
  *score.mutable_source() = Source();
  return score;
}

inline v1::Grouping Grouping(const std::string& id) {
  v1::Grouping grouping;
  grouping.set_name(absl::StrCat("groupings/", id));
  grouping.set_display_name("Like-Minded Group");
  *grouping.mutable_source() = Source();
  return grouping;
}

inline v1::GroupingClaim Claim(const std::string& grouping,
                               const std::string& state) {
  v1::GroupingClaim claim;
  claim.set_name(absl::StrCat("groupings/", grouping, "/claims/", state));
  claim.set_state(absl::StrCat("states/", state));
  *claim.mutable_source() = Source();
  return claim;
}

// The body `bodies/hrc` with so many seats for Asia-Pacific and one for Africa.
inline v1::Body Body(int seats = 2) {
  v1::Body body;
  body.set_name("bodies/hrc");
  body.set_display_name("Human Rights Council");
  v1::SeatAllocation& asia = *body.add_seat_allocations();
  asia.set_regional_group(type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
  asia.set_seats(seats);
  v1::SeatAllocation& africa = *body.add_seat_allocations();
  africa.set_regional_group(type::v1::REGIONAL_GROUP_AFRICAN);
  africa.set_seats(1);
  *body.mutable_source() = Source();
  return body;
}

inline v1::Term Term(const std::string& state, absl::string_view start,
                     absl::string_view end) {
  v1::Term term;
  term.set_name(
      absl::StrCat("bodies/hrc/terms/", state, "-", start.substr(0, 4)));
  term.set_state(absl::StrCat("states/", state));
  term.set_regional_group(type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
  *term.mutable_start_date() = Date(start);
  if (!end.empty()) *term.mutable_end_date() = Date(end);
  *term.mutable_source() = Source();
  return term;
}

inline v1::Suspension Suspension(absl::string_view start,
                                 absl::string_view end) {
  v1::Suspension suspension;
  *suspension.mutable_start_date() = Date(start);
  if (!end.empty()) *suspension.mutable_end_date() = Date(end);
  *suspension.mutable_source() = Source();
  return suspension;
}

// `bodies/hrc/elections/election-2027`, with seats for Asia-Pacific.
inline v1::Election Election() {
  v1::Election election;
  election.set_name("bodies/hrc/elections/election-2027");
  election.set_display_name("Election of 2027");
  *election.mutable_election_date() = Date("2027-10-12");
  election.set_date_confidence(v1::DATE_CONFIDENCE_TENTATIVE);
  *election.mutable_term_start_date() = Date("2028-01-01");
  *election.mutable_term_end_date() = Date("2031-01-01");
  v1::SeatAllocation& asia = *election.add_seat_allocations();
  asia.set_regional_group(type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
  asia.set_seats(1);
  election.set_state(v1::ELECTION_STATE_SCHEDULED);
  *election.mutable_source() = Source();
  return election;
}

inline v1::Candidacy Candidacy(const std::string& state,
                               absl::string_view announced = "2026-11-01") {
  v1::Candidacy candidacy;
  candidacy.set_name(
      absl::StrCat("bodies/hrc/elections/election-2027/candidacies/", state));
  candidacy.set_state(absl::StrCat("states/", state));
  candidacy.set_regional_group(type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
  *candidacy.mutable_announce_date() = Date(announced);
  candidacy.set_candidacy_state(v1::CANDIDACY_STATE_ANNOUNCED);
  *candidacy.mutable_source() = Source();
  return candidacy;
}

// Four states, of which `nga` is African, a body, and an election.
inline Model SmallModel() {
  Model model;
  for (const char* id : {"chn", "jpn", "kor"}) model.Put(State(id));
  model.Put(State("nga", type::v1::REGIONAL_GROUP_AFRICAN));
  model.Put(Body());
  model.Put(Election());
  return model;
}

}  // namespace vigil::membership
