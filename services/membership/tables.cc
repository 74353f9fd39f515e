#include "services/membership/tables.h"

#include <algorithm>
#include <map>

#include "services/membership/table_reader.h"

namespace vigil::membership {
namespace {

// A kind of table, its columns and what reads it.
struct Kind {
  absl::string_view file;
  csv::Columns columns;
  void (TableReader::*read)();
};

const std::vector<Kind>& Kinds() {
  static const auto& kinds = *new std::vector<Kind>{
      {"states.csv",
       {{"iso3", "iso2", "m49", "name", "short_name", "regional_group", "note",
         "confidence", "source"},
        {"uri"}},
       &TableReader::States},
      {"freedom_scores.csv",
       {{"iso3", "edition", "total", "political_rights", "civil_liberties",
         "status", "publish_date", "confidence", "source"},
        {"uri"}},
       &TableReader::FreedomScores},
      {"groupings.csv",
       {{"grouping_id", "title", "iso3", "start_date", "end_date", "confidence",
         "source"},
        {"uri"}},
       &TableReader::Groupings},
      {"bodies.csv",
       {{"body_id", "title", "regional_group", "seats", "source", "confidence"},
        {"uri"}},
       &TableReader::Bodies},
      {"terms.csv",
       {{"body_id", "iso3", "regional_group", "start_date", "end_date",
         "end_reason", "suspensions", "fills", "note", "confidence", "source"},
        {"uri"}},
       &TableReader::Terms},
      {"elections.csv",
       {{"election_id", "body_id", "title", "election_date", "date_confidence",
         "term_start_date", "term_end_date", "regional_group", "seats", "state",
         "confidence", "source"},
        {"uri"}},
       &TableReader::Elections},
      {"candidacies.csv",
       {{"election_id", "body_id", "iso3", "announce_date", "state", "votes",
         "note", "confidence", "source"},
        {"uri"}},
       &TableReader::Candidacies}};
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
      ++tables.row_count;
      refusals.Add(file.name, 1, "",
                   "is no table of membership: states.csv, freedom_scores.csv, "
                   "groupings.csv, bodies.csv, terms.csv, elections.csv or "
                   "candidacies.csv");
      continue;
    }
    const csv::Table table =
        csv::ReadTable(file.name, file.content, kind->columns, refusals);
    tables.row_count += table.row_count;
    TableReader reader(table, refusals, tables);
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
