#include "services/membership/tables.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/api/dates.h"
#include "services/common/api/enums.h"
#include "services/common/base/date.h"
#include "services/common/csv/row_reader.h"
#include "services/common/csv/table.h"
#include "services/membership/decide.h"
#include "services/membership/ids.h"

namespace vigil::membership {
namespace {

using csv::RowReader;

constexpr absl::string_view kGroups = "AFR, APG, EEG, GRULAC, WEOG";
constexpr int kMaxEdition = 2200;
constexpr int kMaxM49 = 999;
constexpr int kMaxScore = 100;
constexpr int kCodeLength = 3;

// The value of an enum whose name is the cell behind `prefix`.
template <typename Enum>
std::function<std::optional<Enum>(absl::string_view)> Named(
    absl::string_view prefix) {
  return [prefix](absl::string_view cell) -> std::optional<Enum> {
    const auto* value =
        google::protobuf::GetEnumDescriptor<Enum>()->FindValueByName(
            absl::StrCat(prefix, cell));
    if (value == nullptr || value->number() == 0) return std::nullopt;
    return static_cast<Enum>(value->number());
  };
}

type::v1::RegionalGroup Group(RowReader& cells) {
  return cells.OptionalCode<type::v1::RegionalGroup>(
      "regional_group", api::RegionalGroupOf, kGroups);
}

std::string StateName(RowReader& cells) {
  return absl::StrCat("states/",
                      StateId(cells.Text("iso3", kCodeLength, kCodeLength)));
}

void SetDate(const std::optional<absl::CivilDay>& day, type::v1::Date* date) {
  *date = api::ToProto(*day);
}

// What a row counts for its record. Rows of groupings count for their claims.
template <typename Record>
constexpr int kRows = std::is_same_v<Record, v1::Grouping> ? 0 : 1;

// Reads the rows of one table into `Tables`.
class Reader {
 public:
  Reader(const csv::Table& table, csv::Refusals& refusals, Tables& tables)
      : table_(table), refusals_(refusals), tables_(tables) {}

  void States();
  void FreedomScores();
  void Groupings();
  void Bodies();
  void Terms();
  void Elections();
  void Candidacies();

 private:
  template <typename Read>
  void EachRow(Read read) {
    for (const csv::Row& row : table_.rows) {
      RowReader cells(table_, row, refusals_);
      read(cells);
    }
  }

  // Takes the record of a row, unless the row was refused.
  template <typename Record>
  void Add(Record record, RowReader& cells) {
    if (!cells.ok()) return;
    const auto [seen, is_new] = lines_.emplace(record.name(), cells.line());
    if (!is_new) {
      cells.Refuse("", absl::StrCat(record.name(), " stands on line ",
                                    seen->second, " already"));
      return;
    }
    tables_.of<Record>().push_back(
        {std::move(record), table_.file, cells.line()});
  }

  // Takes a row of a record that has several. `merge(first, record)` adds to
  // the first what the row says, or returns the column in which it differs.
  template <typename Record, typename Merge>
  void AddPart(Record record, RowReader& cells, Merge merge) {
    if (!cells.ok()) return;
    const auto [seen, is_new] =
        parts_.emplace(record.name(), tables_.of<Record>().size());
    if (is_new) {
      tables_.of<Record>().push_back(
          {std::move(record), table_.file, cells.line(), kRows<Record>});
      return;
    }
    Incoming<Record>& first = tables_.of<Record>()[seen->second];
    const absl::string_view column = merge(first.record, record);
    if (column.empty()) {
      first.row_count += kRows<Record>;
    } else {
      cells.Refuse(column, absl::StrCat("is not as on line ", first.line));
    }
  }

  const csv::Table& table_;
  csv::Refusals& refusals_;
  Tables& tables_;
  absl::flat_hash_map<std::string, int64_t> lines_;
  absl::flat_hash_map<std::string, size_t> parts_;
};

void Reader::States() {
  EachRow([this](RowReader& cells) {
    v1::State state;
    state.set_iso3(cells.Text("iso3", kCodeLength, kCodeLength));
    state.set_name(absl::StrCat("states/", StateId(state.iso3())));
    state.set_iso2(cells.Text("iso2", 0, 2));
    state.set_m49(
        static_cast<int>(cells.OptionalNumber("m49", 1, kMaxM49).value_or(0)));
    state.set_display_name(cells.Text("name", 1, kMaxTitleLength));
    state.set_short_name(cells.Text("short_name", 1, kMaxShortNameLength));
    state.set_regional_group(Group(cells));
    state.set_note(cells.Text("note", 0, kMaxNoteLength));
    *state.mutable_source() = cells.Source();
    Add(std::move(state), cells);
  });
}

void Reader::FreedomScores() {
  EachRow([this](RowReader& cells) {
    v1::FreedomScore score;
    score.set_edition(
        static_cast<int>(cells.Number("edition", kFirstYear, kMaxEdition)));
    score.set_name(
        NameOf<v1::FreedomScore>(StateName(cells), EditionId(score.edition())));
    const auto number = [&](absl::string_view column, auto set) {
      const auto value = cells.OptionalNumber(column, -kMaxScore, kMaxScore);
      if (value) (score.*set)(static_cast<int>(*value));
    };
    number("total", &v1::FreedomScore::set_total);
    number("political_rights", &v1::FreedomScore::set_political_rights);
    number("civil_liberties", &v1::FreedomScore::set_civil_liberties);
    score.set_status(cells.OptionalCode<type::v1::FreedomStatus>(
        "status", api::FreedomStatusOf, "F, PF, NF"));
    const auto published = cells.OptionalDate("publish_date");
    if (published) SetDate(published, score.mutable_publish_date());
    *score.mutable_source() = cells.Source();
    Add(std::move(score), cells);
  });
}

void Reader::Groupings() {
  EachRow([this](RowReader& cells) {
    v1::Grouping grouping;
    grouping.set_name(absl::StrCat("groupings/", cells.Id("grouping_id")));
    grouping.set_display_name(cells.Text("title", 1, kMaxTitleLength));
    *grouping.mutable_source() = cells.Source();
    v1::GroupingClaim claim;
    claim.set_state(StateName(cells));
    const auto start = cells.OptionalDate("start_date");
    const auto end = cells.OptionalDate("end_date");
    if (start) SetDate(start, claim.mutable_start_date());
    if (end) SetDate(end, claim.mutable_end_date());
    *claim.mutable_source() = grouping.source();
    const absl::string_view code = IdOf(claim.state());
    claim.set_name(NameOf<v1::GroupingClaim>(
        grouping.name(), start ? YearlyId(code, *start) : std::string(code)));
    AddPart(std::move(grouping), cells, [](auto& first, const auto& other) {
      return first.display_name() == other.display_name() ? "" : "title";
    });
    Add(std::move(claim), cells);
  });
}

void Reader::Bodies() {
  EachRow([this](RowReader& cells) {
    v1::Body body;
    body.set_name(absl::StrCat("bodies/", cells.Id("body_id")));
    body.set_display_name(cells.Text("title", 1, kMaxTitleLength));
    v1::SeatAllocation& seats = *body.add_seat_allocations();
    seats.set_regional_group(Group(cells));
    seats.set_seats(static_cast<int>(cells.Number("seats", 1, kMaxSeats)));
    *body.mutable_source() = cells.Source();
    AddPart(std::move(body), cells, [](auto& first, const auto& other) {
      if (first.display_name() != other.display_name()) return "title";
      *first.add_seat_allocations() = other.seat_allocations(0);
      return "";
    });
  });
}

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

void Reader::Terms() {
  // The terms of a state in a body that begin in the same year.
  std::map<std::string, std::vector<Incoming<v1::Term>>> by_year;
  EachRow([&](RowReader& cells) {
    v1::Term term;
    const std::string body = absl::StrCat("bodies/", cells.Id("body_id"));
    term.set_state(StateName(cells));
    term.set_regional_group(Group(cells));
    const absl::CivilDay start = cells.Date("start_date");
    *term.mutable_start_date() = api::ToProto(start);
    const auto end = cells.OptionalDate("end_date");
    term.set_end_reason(cells.OptionalCode<v1::TermEndReason>(
        "end_reason", Named<v1::TermEndReason>("TERM_END_REASON_"),
        "EXPIRED, WITHDRAWN, REMOVED"));
    if (end) SetDate(end, term.mutable_end_date());
    // A term that nobody cut short lasts as long as was intended.
    if (end && term.end_reason() <= v1::TERM_END_REASON_EXPIRED) {
      SetDate(end, term.mutable_scheduled_end_date());
    }
    *term.mutable_source() = cells.Source();
    ReadSuspensions(cells, term);
    const std::string fills = cells.OptionalId("fills");
    if (!fills.empty()) term.set_fills(NameOf<v1::Term>(body, fills));
    term.set_note(cells.Text("note", 0, kMaxNoteLength));
    if (!cells.ok()) return;
    term.set_name(NameOf<v1::Term>(body, YearlyId(IdOf(term.state()), start)));
    by_year[term.name()].push_back({term, table_.file, cells.line()});
  });
  for (auto& [name, terms] : by_year) {
    std::stable_sort(terms.begin(), terms.end(), [](auto& a, auto& b) {
      return api::DayOf(a.record.start_date()) <
             api::DayOf(b.record.start_date());
    });
    for (size_t i = 0; i < terms.size(); ++i) {
      v1::Term& term = terms[i].record;
      if (i > 0) {
        term.set_name(NameOf<v1::Term>(
            ParentOf(name),
            MonthlyId(IdOf(term.state()), api::DayOf(term.start_date()))));
      }
      const auto [seen, is_new] = lines_.emplace(term.name(), terms[i].line);
      if (is_new) {
        tables_.of<v1::Term>().push_back(std::move(terms[i]));
      } else {
        refusals_.Add(table_.file, terms[i].line, "",
                      absl::StrCat(term.name(), " stands on line ",
                                   seen->second, " already"));
      }
    }
  }
}

void Reader::Elections() {
  EachRow([this](RowReader& cells) {
    v1::Election election;
    const std::string body = absl::StrCat("bodies/", cells.Id("body_id"));
    election.set_name(NameOf<v1::Election>(body, cells.Id("election_id")));
    election.set_display_name(cells.Text("title", 1, kMaxTitleLength));
    SetDate(cells.Date("election_date"), election.mutable_election_date());
    election.set_date_confidence(cells.Code<v1::DateConfidence>(
        "date_confidence", Named<v1::DateConfidence>("DATE_CONFIDENCE_"),
        "CONFIRMED, TENTATIVE"));
    SetDate(cells.Date("term_start_date"), election.mutable_term_start_date());
    const auto end = cells.OptionalDate("term_end_date");
    if (end) SetDate(end, election.mutable_term_end_date());
    v1::SeatAllocation& seats = *election.add_seat_allocations();
    seats.set_regional_group(Group(cells));
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

void Reader::Candidacies() {
  EachRow([this](RowReader& cells) {
    v1::Candidacy candidacy;
    const std::string election = NameOf<v1::Election>(
        absl::StrCat("bodies/", cells.Id("body_id")), cells.Id("election_id"));
    candidacy.set_state(StateName(cells));
    candidacy.set_name(
        NameOf<v1::Candidacy>(election, IdOf(candidacy.state())));
    const auto announced = cells.OptionalDate("announce_date");
    if (announced) SetDate(announced, candidacy.mutable_announce_date());
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

// A kind of table, its columns and what reads it.
struct Kind {
  absl::string_view file;
  csv::Columns columns;
  void (Reader::*read)();
};

const std::vector<Kind>& Kinds() {
  static const auto& kinds = *new std::vector<Kind>{
      {"states.csv",
       {{"iso3", "iso2", "m49", "name", "short_name", "regional_group", "note",
         "confidence", "source"},
        {"uri"}},
       &Reader::States},
      {"freedom_scores.csv",
       {{"iso3", "edition", "total", "political_rights", "civil_liberties",
         "status", "publish_date", "confidence", "source"},
        {"uri"}},
       &Reader::FreedomScores},
      {"groupings.csv",
       {{"grouping_id", "title", "iso3", "start_date", "end_date", "confidence",
         "source"},
        {"uri"}},
       &Reader::Groupings},
      {"bodies.csv",
       {{"body_id", "title", "regional_group", "seats", "source", "confidence"},
        {"uri"}},
       &Reader::Bodies},
      {"terms.csv",
       {{"body_id", "iso3", "regional_group", "start_date", "end_date",
         "end_reason", "suspensions", "fills", "note", "confidence", "source"},
        {"uri"}},
       &Reader::Terms},
      {"elections.csv",
       {{"election_id", "body_id", "title", "election_date", "date_confidence",
         "term_start_date", "term_end_date", "regional_group", "seats", "state",
         "confidence", "source"},
        {"uri"}},
       &Reader::Elections},
      {"candidacies.csv",
       {{"election_id", "body_id", "iso3", "announce_date", "state", "votes",
         "note", "confidence", "source"},
        {"uri"}},
       &Reader::Candidacies}};
  return kinds;
}

}  // namespace

Tables ReadTables(const std::vector<csv::ImportFile>& files,
                  csv::Refusals& refusals) {
  Tables tables;
  for (const csv::ImportFile& file : files) {
    const auto kind = std::find_if(
        Kinds().begin(), Kinds().end(),
        [&](const Kind& known) { return known.file == file.name; });
    if (kind == Kinds().end()) {
      refusals.Add(file.name, 1, "",
                   "is no table of membership: states.csv, freedom_scores.csv, "
                   "groupings.csv, bodies.csv, terms.csv, elections.csv or "
                   "candidacies.csv");
      continue;
    }
    const csv::Table table =
        csv::ReadTable(file.name, file.content, kind->columns, refusals);
    tables.row_count += table.row_count;
    Reader reader(table, refusals, tables);
    (reader.*kind->read)();
  }
  return tables;
}

template <typename Record>
std::string ColumnOf(absl::string_view field) {
  if (field == "source.confidence") return "confidence";
  if (field == "source.uri") return "uri";
  const std::string top(field.substr(0, field.find_first_of(".[")));
  static const auto& columns = *new std::map<std::string, std::string>{
      {"display_name", std::is_same_v<Record, v1::State> ? "name" : "title"},
      {"state", std::is_same_v<Record, v1::Election> ? "state" : "iso3"},
      {"seat_allocations", "seats"},
      {"candidacy_state", "state"},
      {"grouping", "grouping_id"},
      {"body", "body_id"},
      {"election", "election_id"},
      {"scheduled_end_date", "end_date"},
      {"withdraw_date", "state"}};
  const auto found = columns.find(top);
  return found == columns.end() ? top : found->second;
}

template std::string ColumnOf<v1::State>(absl::string_view);
template std::string ColumnOf<v1::FreedomScore>(absl::string_view);
template std::string ColumnOf<v1::Grouping>(absl::string_view);
template std::string ColumnOf<v1::GroupingClaim>(absl::string_view);
template std::string ColumnOf<v1::Body>(absl::string_view);
template std::string ColumnOf<v1::Term>(absl::string_view);
template std::string ColumnOf<v1::Election>(absl::string_view);
template std::string ColumnOf<v1::Candidacy>(absl::string_view);

}  // namespace vigil::membership
