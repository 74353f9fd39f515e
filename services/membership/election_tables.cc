#include "services/membership/table_reader.h"

namespace vigil::membership {

void TableReader::Elections() {
  EachRow([this](RowReader& cells) {
    v1::Election election;
    const std::string body = absl::StrCat("bodies/", cells.Id("body_id"));
    election.set_name(NameOf<v1::Election>(body, cells.Id("election_id")));
    election.set_display_name(cells.Text("title", 1, kMaxTitleLength));
    *election.mutable_election_date() =
        api::ToProto(cells.Date("election_date"));
    election.set_date_confidence(cells.Code<v1::DateConfidence>(
        "date_confidence", Named<v1::DateConfidence>("DATE_CONFIDENCE_"),
        "CONFIRMED, TENTATIVE"));
    *election.mutable_term_start_date() =
        api::ToProto(cells.Date("term_start_date"));
    const auto end = cells.OptionalDate("term_end_date");
    if (end) *election.mutable_term_end_date() = api::ToProto(*end);
    v1::SeatAllocation& seats = *election.add_seat_allocations();
    seats.set_regional_group(GroupIn(cells));
    seats.set_seats(static_cast<int>(cells.Number("seats", 1, kMaxSeats)));
    election.set_state(cells.Code<v1::ElectionState>(
        "state", Named<v1::ElectionState>("ELECTION_STATE_"),
        "SCHEDULED, HELD, CANCELLED"));
    *election.mutable_source() = cells.Source();
    AddPart(std::move(election), cells, [](auto& first, const auto& other) {
      const auto day = [](const type::v1::Date& date) {
        return api::DayOf(date);
      };
      if (first.display_name() != other.display_name()) return "title";
      if (first.state() != other.state()) return "state";
      if (day(first.election_date()) != day(other.election_date())) {
        return "election_date";
      }
      if (day(first.term_start_date()) != day(other.term_start_date())) {
        return "term_start_date";
      }
      if (day(first.term_end_date()) != day(other.term_end_date())) {
        return "term_end_date";
      }
      if (first.date_confidence() != other.date_confidence()) {
        return "date_confidence";
      }
      *first.add_seat_allocations() = other.seat_allocations(0);
      return "";
    });
  });
}

void TableReader::Candidacies() {
  EachRow([this](RowReader& cells) {
    v1::Candidacy candidacy;
    const std::string election = NameOf<v1::Election>(
        absl::StrCat("bodies/", cells.Id("body_id")), cells.Id("election_id"));
    candidacy.set_state(StateNameIn(cells));
    candidacy.set_name(
        NameOf<v1::Candidacy>(election, IdOf(candidacy.state())));
    const auto announced = cells.OptionalDate("announce_date");
    if (announced)
      *candidacy.mutable_announce_date() = api::ToProto(*announced);
    candidacy.set_candidacy_state(cells.Code<v1::CandidacyState>(
        "state", Named<v1::CandidacyState>("CANDIDACY_STATE_"),
        "ANNOUNCED, WITHDRAWN, ELECTED, NOT_ELECTED"));
    const auto votes = cells.OptionalNumber("votes", 0, kMaxVotes);
    if (votes) candidacy.set_votes(static_cast<int>(*votes));
    candidacy.set_note(cells.Text("note", 0, kMaxNoteLength));
    *candidacy.mutable_source() = cells.Source();
    Add(std::move(candidacy), cells);
  });
}

}  // namespace vigil::membership
