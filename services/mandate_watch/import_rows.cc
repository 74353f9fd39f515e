#include "services/mandate_watch/import_rows.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/api/dates.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"
#include "services/common/csv/row_reader.h"
#include "services/common/csv/table.h"
#include "services/mandate_watch/calendar.h"
#include "services/mandate_watch/check.h"
#include "services/mandate_watch/names.h"
#include "services/mandate_watch/present.h"

namespace vigil::mandate_watch {
namespace {

constexpr std::pair<absl::string_view, absl::string_view> kColumns[] = {
    {"number", "session_number"},
    {"display_name", "title"},
    {"start_date", "start_date"},
    {"end_date", "end_date"},
    {"note", "note"},
    {"kind", "kind"},
    {"country", "country"},
    {"establish_year", "established_year"},
    {"term_years", "term_years"},
    {"state", "state"},
    {"state_date", "state_date"},
    {"resolution", "resolution"},
    {"session", "session_number"},
    {"adoption_date", "adoption_date"},
    {"vote", "vote"},
    {"until_session", "until_session"},
    {"start_session", "offset"},
    {"duration_months", "duration_months"}};

// The column that a field of a record is read from; "" where it is several.
absl::string_view ColumnOf(absl::string_view field) {
  for (const auto& [name, column] : kColumns) {
    if (name == field) return column;
  }
  return "";
}

std::optional<v1::MandateKind> KindOf(absl::string_view code) {
  v1::MandateKind kind = v1::MANDATE_KIND_UNSPECIFIED;
  if (!v1::MandateKind_Parse(absl::StrCat("MANDATE_KIND_", code), &kind) ||
      kind == v1::MANDATE_KIND_UNSPECIFIED) {
    return std::nullopt;
  }
  return kind;
}

std::optional<v1::MandateState> StateOf(absl::string_view code) {
  v1::MandateState state = v1::MANDATE_STATE_UNSPECIFIED;
  if (!v1::MandateState_Parse(absl::StrCat("MANDATE_STATE_", code), &state) ||
      state == v1::MANDATE_STATE_UNSPECIFIED) {
    return std::nullopt;
  }
  return state;
}

v1::Session ReadSession(csv::RowReader& cells) {
  v1::Session session;
  const std::string body = absl::StrCat("bodies/", cells.Id("body_id"));
  session.set_number(static_cast<int32_t>(
      cells.Number("session_number", 1, kMaxSessionNumber)));
  session.set_name(SessionName(body, session.number()));
  session.set_display_name(cells.Text("title", 0, kMaxSessionTitleLength));
  if (const auto start = cells.OptionalDate("start_date")) {
    *session.mutable_start_date() = api::ToProto(*start);
  }
  if (const auto end = cells.OptionalDate("end_date")) {
    *session.mutable_end_date() = api::ToProto(*end);
  }
  session.set_note(cells.Text("note", 0, kMaxNoteLength));
  *session.mutable_source() = cells.Source();
  return session;
}

v1::Mandate ReadMandate(csv::RowReader& cells) {
  v1::Mandate mandate;
  mandate.set_name(absl::StrCat("bodies/", cells.Id("body_id"), "/mandates/",
                                cells.Id("mandate_id")));
  mandate.set_display_name(cells.Text("title", 1, kMaxMandateTitleLength));
  mandate.set_kind(cells.Code<v1::MandateKind>(
      "kind", KindOf, "THEMATIC, COUNTRY, INVESTIGATIVE"));
  const absl::string_view country = cells.Cell("country");
  if (!country.empty()) {
    mandate.set_country(
        absl::StrCat("states/", absl::AsciiStrToLower(country)));
    if (country.size() != 3) {
      cells.Refuse("country", absl::StrCat(api::Shown(country),
                                           " is no code of three letters"));
    }
  }
  mandate.set_establish_year(static_cast<int32_t>(
      cells
          .OptionalNumber("established_year", kMinEstablishYear,
                          kMaxEstablishYear)
          .value_or(0)));
  mandate.set_founding_resolution(
      cells.Text("founding_resolution", 0, kMaxResolutionLength));
  mandate.set_term_years(static_cast<int32_t>(
      cells.OptionalNumber("term_years", 1, kMaxTermYears).value_or(0)));
  mandate.set_state(
      cells.Code<v1::MandateState>("state", StateOf, "ACTIVE, LAPSED, ENDED"));
  if (const auto day = cells.OptionalDate("state_date")) {
    *mandate.mutable_state_date() = api::ToProto(*day);
  }
  mandate.set_periodic(cells.Flag("periodic"));
  mandate.set_note(cells.Text("note", 0, kMaxNoteLength));
  *mandate.mutable_source() = cells.Source();
  return mandate;
}

// `end of session 61`; empty: 0.
int ReadOffset(csv::RowReader& cells) {
  absl::string_view cell = cells.Cell("offset");
  if (cell.empty()) return 0;
  int number = 0;
  if (absl::ConsumePrefix(&cell, "end of session ") &&
      absl::SimpleAtoi(cell, &number) && number >= 1 &&
      number <= kMaxSessionNumber) {
    return number;
  }
  cells.Refuse("offset", absl::StrCat(api::Shown(cells.Cell("offset")),
                                      " is not: end of session 61"));
  return 0;
}

void ReadTerm(csv::RowReader& cells, absl::string_view body,
              v1::Renewal& renewal) {
  const auto months =
      cells.OptionalNumber("duration_months", 1, kMaxDurationMonths);
  const bool has_until = !cells.Cell("until_session").empty();
  if (has_until && months) {
    cells.Refuse("duration_months", "must be empty with until_session");
  }
  if (months) renewal.set_duration_months(static_cast<int32_t>(*months));
  if (cells.Cell("until_session") == "none") {
    renewal.set_no_end(true);
  } else if (has_until) {
    renewal.set_until_session(SessionName(
        body,
        static_cast<int>(cells.Number("until_session", 1, kMaxSessionNumber))));
  }
  if (const int start = ReadOffset(cells); start != 0) {
    renewal.set_start_session(SessionName(body, start));
  }
}

v1::Renewal ReadRenewal(csv::RowReader& cells) {
  v1::Renewal renewal;
  const std::string body = absl::StrCat("bodies/", cells.Id("body_id"));
  renewal.set_resolution(cells.Text("resolution", 1, kMaxResolutionLength));
  const std::string id = RenewalIdOf(renewal.resolution());
  if (id.empty()) cells.Refuse("resolution", "has no letter or digit");
  renewal.set_name(absl::StrCat(body, "/mandates/", cells.Id("mandate_id"),
                                "/renewals/", id));
  if (const auto number =
          cells.OptionalNumber("session_number", 1, kMaxSessionNumber)) {
    renewal.set_session(SessionName(body, static_cast<int>(*number)));
  }
  if (const auto day = cells.OptionalDate("adoption_date")) {
    *renewal.mutable_adoption_date() = api::ToProto(*day);
  }
  renewal.set_vote(cells.Text("vote", 0, kMaxVoteLength));
  ReadTerm(cells, body, renewal);
  renewal.set_note(cells.Text("rule_note", 0, kMaxNoteLength));
  *renewal.mutable_source() = cells.Source();
  return renewal;
}

// Refuses a row for what is wrong with its record as a whole.
template <typename Record>
void CheckRecord(const Record& record, csv::RowReader& cells) {
  for (const FieldViolation& violation : Violations(record)) {
    const absl::string_view column = ColumnOf(violation.field);
    cells.Refuse(column, column.empty() ? absl::StrCat(violation.field, " ",
                                                       violation.description)
                                        : violation.description);
  }
}

template <typename Record>
void ReadTableOf(const csv::ImportFile& file, const csv::Columns& columns,
                 Record (*read)(csv::RowReader&), csv::Refusals& refusals,
                 std::set<std::string>& seen, int64_t& row_count,
                 std::vector<Row<Record>>& rows) {
  const csv::Table table =
      csv::ReadTable(file.name, file.content, columns, refusals);
  row_count += table.row_count;
  for (const csv::Row& row : table.rows) {
    csv::RowReader cells(table, row, refusals);
    Record record = read(cells);
    if (!cells.ok()) continue;
    Normalize(record);
    CheckRecord(record, cells);
    if (!cells.ok()) continue;
    if (!seen.insert(record.name()).second) {
      cells.Refuse(
          "", absl::StrCat(record.name(), " is in another row of this import"));
      continue;
    }
    rows.push_back({file.name, row.line, std::move(record)});
  }
}

}  // namespace

Rows ReadRows(const std::vector<csv::ImportFile>& files,
              csv::Refusals& refusals) {
  Rows rows;
  std::set<std::string> seen;
  for (const csv::ImportFile& file : files) {
    absl::string_view kind = file.name;
    kind.remove_prefix(kind.rfind('/') + 1);
    if (kind == "sessions.csv") {
      ReadTableOf(file,
                  {{"body_id", "session_number", "title", "start_date",
                    "end_date", "confidence", "source"},
                   {"note", "uri"}},
                  ReadSession, refusals, seen, rows.row_count, rows.sessions);
    } else if (kind == "mandates.csv") {
      ReadTableOf(file,
                  {{"body_id", "mandate_id", "title", "kind", "term_years",
                    "state", "periodic", "confidence", "source"},
                   {"country", "established_year", "founding_resolution",
                    "state_date", "note", "uri"}},
                  ReadMandate, refusals, seen, rows.row_count, rows.mandates);
    } else if (kind == "renewals.csv") {
      ReadTableOf(file,
                  {{"body_id", "mandate_id", "resolution", "session_number",
                    "confidence", "source"},
                   {"adoption_date", "vote", "until_session", "duration_months",
                    "offset", "rule_note", "uri"}},
                  ReadRenewal, refusals, seen, rows.row_count, rows.renewals);
    } else {
      ++rows.row_count;
      refusals.Add(file.name, 1, "",
                   "is not one of sessions.csv, mandates.csv, renewals.csv");
    }
  }
  return rows;
}

}  // namespace vigil::mandate_watch
