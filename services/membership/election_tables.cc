#include "services/membership/table_reader.h"

namespace vigil::membership {
namespace {

// The column in which two rows of an election differ that must not; empty if
// they agree.
absl::string_view DifferingColumn(const v1::Election& first,
                                  const v1::Election& other) {
  const auto differ = [](const type::v1::Date& left,
                         const type::v1::Date& right) {
    return api::DayOf(left) != api::DayOf(right);
  };
  if (first.display_name() != other.display_name()) return "title";
  if (first.state() != other.state()) return "state";
  if (first.date_confidence() != other.date_confidence()) {
    return "date_confidence";
  }
  if (differ(first.election_date(), other.election_date())) {
    return "election_date";
  }
  if (differ(first.term_start_date(), other.term_start_date())) {
    return "term_start_date";
  }
  if (first.has_term_end_date() != other.has_term_end_date() ||
      differ(first.term_end_date(), other.term_end_date())) {
    return "term_end_date";
  }
  return "";
}

}  // namespace

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
      const absl::string_view column = DifferingColumn(first, other);
      if (column.empty()) {
        *first.add_seat_allocations() = other.seat_allocations(0);
      }
      return column;
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
