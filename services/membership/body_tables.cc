#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/common/base/date.h"
#include "services/membership/table_reader.h"

namespace vigil::membership {
namespace {

// `2011-03-01/2011-11-18:A/RES/65/265`, several joined by `;`. An end may be
// left out.
void ReadSuspensions(RowReader& cells, v1::Term& term) {
  const absl::string_view cell = cells.Cell("suspensions");
  if (cell.empty()) return;
  for (const absl::string_view part : absl::StrSplit(cell, ';')) {
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(part, absl::MaxSplits(':', 1));
    const std::pair<absl::string_view, absl::string_view> days =
        absl::StrSplit(halves.first, absl::MaxSplits('/', 1));
    const auto start = ParseDate(days.first);
    const auto end = ParseDate(days.second);
    if (!start.ok() || (!end.ok() && !days.second.empty()) ||
        halves.second.empty()) {
      cells.Refuse("suspensions",
                   "is not as in 2011-03-01/2011-11-18:A/RES/65/265, several "
                   "joined by ;");
      return;
    }
    v1::Suspension& suspension = *term.add_suspensions();
    *suspension.mutable_start_date() = api::ToProto(*start);
    if (end.ok()) *suspension.mutable_end_date() = api::ToProto(*end);
    suspension.mutable_source()->set_citation(std::string(halves.second));
    suspension.mutable_source()->set_confidence(term.source().confidence());
  }
}

}  // namespace

void TableReader::Bodies() {
  EachRow([this](RowReader& cells) {
    v1::Body body;
    body.set_name(absl::StrCat("bodies/", cells.Id("body_id")));
    body.set_display_name(cells.Text("title", 1, kMaxTitleLength));
    v1::SeatAllocation& seats = *body.add_seat_allocations();
    seats.set_regional_group(GroupIn(cells));
    seats.set_seats(static_cast<int>(cells.Number("seats", 1, kMaxSeats)));
    *body.mutable_source() = cells.Source();
    AddPart(std::move(body), cells, [](auto& first, const auto& other) {
      if (first.display_name() != other.display_name()) return "title";
      *first.add_seat_allocations() = other.seat_allocations(0);
      return "";
    });
  });
}

v1::Term TableReader::ReadTerm(RowReader& cells) {
  v1::Term term;
  const std::string body = absl::StrCat("bodies/", cells.Id("body_id"));
  term.set_state(StateNameIn(cells));
  term.set_regional_group(GroupIn(cells));
  const absl::CivilDay start = cells.Date("start_date");
  *term.mutable_start_date() = api::ToProto(start);
  const auto end = cells.OptionalDate("end_date");
  term.set_end_reason(cells.OptionalCode<v1::TermEndReason>(
      "end_reason", Named<v1::TermEndReason>("TERM_END_REASON_"),
      "EXPIRED, WITHDRAWN, REMOVED"));
  if (end) *term.mutable_end_date() = api::ToProto(*end);
  // A term that nobody cut short lasts as long as was intended.
  if (end && term.end_reason() <= v1::TERM_END_REASON_EXPIRED) {
    *term.mutable_scheduled_end_date() = api::ToProto(*end);
  }
  *term.mutable_source() = cells.Source();
  ReadSuspensions(cells, term);
  const std::string fills = cells.OptionalId("fills");
  if (!fills.empty()) term.set_fills(NameOf<v1::Term>(body, fills));
  term.set_note(cells.Text("note", 0, kMaxNoteLength));
  term.set_name(NameOf<v1::Term>(body, YearlyId(IdOf(term.state()), start)));
  return term;
}

void TableReader::AddTermsOfYear(std::vector<Incoming<v1::Term>>& terms) {
  std::stable_sort(terms.begin(), terms.end(), [](auto& left, auto& right) {
    return api::DayOf(left.record.start_date()) <
           api::DayOf(right.record.start_date());
  });
  const std::string body(ParentOf(terms.front().record.name()));
  for (size_t i = 0; i < terms.size(); ++i) {
    v1::Term& term = terms[i].record;
    if (i > 0) {
      term.set_name(NameOf<v1::Term>(
          body, MonthlyId(IdOf(term.state()), api::DayOf(term.start_date()))));
    }
    const auto [seen, is_new] = lines_.emplace(term.name(), terms[i].line());
    if (is_new) {
      tables_.of<v1::Term>().push_back(std::move(terms[i]));
    } else {
      refusals_.Add(table_.file, terms[i].line(), "",
                    absl::StrCat(term.name(), " stands on line ", seen->second,
                                 " already"));
    }
  }
}

void TableReader::Terms() {
  // Those of a state in a body that begin in the same year.
  std::map<std::string, std::vector<Incoming<v1::Term>>> by_year;
  EachRow([&](RowReader& cells) {
    const v1::Term term = ReadTerm(cells);
    if (!cells.ok()) return;
    by_year[term.name()].push_back({term, table_.file, {cells.line()}});
  });
  for (auto& [name, terms] : by_year) AddTermsOfYear(terms);
}

}  // namespace vigil::membership
