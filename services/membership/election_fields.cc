#include "absl/strings/str_cat.h"
#include "services/membership/fields.h"
#include "services/membership/seats.h"

namespace vigil::membership {

Violations CheckFields(const v1::Election& election) {
  Violations violations;
  violations.CheckText("display_name", election.display_name(), 1,
                       kMaxTitleLength);
  const auto day = violations.RequiredDay(
      "election_date", election.has_election_date(), election.election_date());
  if (election.date_confidence() != v1::DATE_CONFIDENCE_CONFIRMED &&
      election.date_confidence() != v1::DATE_CONFIDENCE_TENTATIVE) {
    violations.Add("date_confidence", "is required; CONFIRMED or TENTATIVE");
  }
  const auto start =
      violations.RequiredDay("term_start_date", election.has_term_start_date(),
                             election.term_start_date());
  const auto end = violations.OptionalDay(
      "term_end_date", election.has_term_end_date(), election.term_end_date());
  if (day && start && *start < *day) {
    violations.Add("term_start_date", "is before election_date");
  }
  if (start && end && *end <= *start) {
    violations.Add("term_end_date", "is not after term_start_date");
  }
  CheckAllocations(election.seat_allocations(), violations);
  if (!v1::ElectionState_IsValid(election.state())) {
    violations.Add("state", "is no state of an election");
  }
  violations.CheckSource("source", election.source());
  return violations;
}

Violations CheckFields(const v1::Candidacy& candidacy) {
  Violations violations;
  violations.CheckName("state", "states/*", candidacy.state());
  violations.CheckGroup("regional_group", candidacy.regional_group(), false);
  const auto announced =
      violations.OptionalDay("announce_date", candidacy.has_announce_date(),
                             candidacy.announce_date());
  const auto withdrawn =
      violations.OptionalDay("withdraw_date", candidacy.has_withdraw_date(),
                             candidacy.withdraw_date());
  if (announced && withdrawn && *withdrawn < *announced) {
    violations.Add("withdraw_date", "is before announce_date");
  }
  const v1::CandidacyState state = candidacy.candidacy_state();
  if (state != v1::CANDIDACY_STATE_WITHDRAWN && candidacy.has_withdraw_date()) {
    violations.Add("withdraw_date", "is given, but it was not withdrawn");
  }
  if (candidacy.has_votes()) {
    violations.CheckRange("votes", candidacy.votes(), 0, kMaxVotes);
    if (state != v1::CANDIDACY_STATE_ELECTED &&
        state != v1::CANDIDACY_STATE_NOT_ELECTED) {
      violations.Add("votes", "are given, but it is not concluded");
    }
  }
  violations.CheckText("note", candidacy.note(), 0, kMaxNoteLength);
  violations.CheckSource("source", candidacy.source());
  return violations;
}

}  // namespace vigil::membership
