#include "services/common/csv/table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/api/text.h"
#include "services/common/csv/record_reader.h"

namespace vigil::csv {
namespace {

constexpr size_t kMaxShownColumn = 100;
constexpr absl::string_view kNothingFurther =
    "; nothing from this line on is read";

// How errors name the column: a name of unseemly bytes by its number.
std::string NameOf(const Table& table, size_t index) {
  const std::string& name = table.columns[index];
  return api::CheckText("", name, 1, kMaxShownColumn).ok()
             ? name
             : absl::StrCat("#", index + 1);
}

// Everything that is wrong with a header, so that one attempt shows it all.
bool CheckHeader(const Table& table, int64_t line, const Columns& columns,
                 Refusals& refusals) {
  bool is_good = true;
  const auto refuse = [&](absl::string_view column, absl::string_view reason) {
    is_good = false;
    refusals.Add(table.file, line, column, reason);
  };
  std::vector<absl::string_view> known = columns.required;
  known.insert(known.end(), columns.optional.begin(), columns.optional.end());
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& name = table.columns[i];
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      refuse(NameOf(table, i),
             absl::StrCat("there is no such column; the columns are ",
                          absl::StrJoin(known, ", ")));
    } else if (*table.ColumnOf(name) != i) {
      refuse(name, "the column is there twice");
    }
  }
  for (const absl::string_view name : columns.required) {
    if (!table.ColumnOf(name)) refuse(name, "the column is missing");
  }
  return is_good;
}

}  // namespace

std::optional<size_t> Table::ColumnOf(absl::string_view name) const {
  const auto it = std::find(columns.begin(), columns.end(), name);
  if (it == columns.end()) return std::nullopt;
  return it - columns.begin();
}

Table ReadTable(absl::string_view file, absl::string_view content,
                const Columns& columns, Refusals& refusals) {
  Table table{.file = std::string(file)};
  RecordReader reader(content);
  // From a row, or the header, that is not counted yet.
  const auto refuse_rest = [&](int64_t line, absl::string_view column,
                               absl::string_view reason) {
    refusals.Add(
        file, line, column,
        absl::StrCat(reason, table.columns.empty() ? "" : kNothingFurther));
    ++table.row_count;
    return table;
  };

  Row row;
  if (!reader.Next(row)) {
    return refuse_rest(
        1, "", reader.fault() ? reader.fault()->reason : "there is no header");
  }
  table.columns = std::move(row.cells);
  if (!CheckHeader(table, row.line, columns, refusals)) {
    ++table.row_count;
    return table;
  }
  while (reader.Next(row)) {
    if (table.rows.size() == kMaxRows) {
      return refuse_rest(row.line, "",
                         absl::StrCat("more than ", kMaxRows, " rows"));
    }
    ++table.row_count;
    if (row.cells.size() == table.columns.size()) {
      table.rows.push_back(std::move(row));
      continue;
    }
    refusals.Add(file, row.line, "",
                 absl::StrCat("has ", row.cells.size(),
                              " cells; the header has ", table.columns.size()));
  }
  if (!reader.fault()) return table;
  const RecordFault& fault = *reader.fault();
  const bool is_in_column =
      fault.column && *fault.column < table.columns.size();
  return refuse_rest(fault.line,
                     is_in_column ? NameOf(table, *fault.column) : "",
                     fault.reason);
}

}  // namespace vigil::csv
