#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/enums.h"
#include "services/common/csv/row_reader.h"
#include "services/common/csv/table.h"
#include "services/membership/decide.h"
#include "services/membership/ids.h"
#include "services/membership/tables.h"

namespace vigil::membership {

using csv::RowReader;

inline constexpr int kIso3Length = 3;

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

// Cells that several tables have.
type::v1::RegionalGroup GroupIn(RowReader& cells);
std::string StateNameIn(RowReader& cells);

// Reads the rows of one table into `Tables`.
class TableReader {
 public:
  TableReader(const csv::Table& table, csv::Refusals& refusals, Tables& tables)
      : table_(table), refusals_(refusals), tables_(tables) {}

  void States();
  void FreedomScores();
  void Groupings();
  void Bodies();
  void Terms();
  void Elections();
  void Candidacies();

 private:
  static v1::Term ReadTerm(RowReader& cells);
  // The first of them is named by its year, those after it by the month too.
  void AddTermsOfYear(std::vector<Incoming<v1::Term>>& terms);

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
    if (!cells.ok() || !IsFirst(record.name(), cells)) return;
    tables_.of<Record>().push_back(
        {std::move(record), table_.file, {cells.line()}});
  }

  // Whether no row before names this record; refuses the row if one does.
  bool IsFirst(const std::string& name, RowReader& cells) {
    const auto [seen, is_new] = lines_.emplace(name, cells.line());
    if (is_new) return true;
    cells.Refuse(
        "", absl::StrCat(name, " stands on line ", seen->second, " already"));
    return false;
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
          {std::move(record), table_.file, {cells.line()}});
      return;
    }
    Incoming<Record>& first = tables_.of<Record>()[seen->second];
    const absl::string_view column = merge(first.record, record);
    if (column.empty()) {
      first.lines.push_back(cells.line());
    } else {
      cells.Refuse(column, absl::StrCat("is not as on line ", first.line()));
    }
  }

  const csv::Table& table_;
  csv::Refusals& refusals_;
  Tables& tables_;
  absl::flat_hash_map<std::string, int64_t> lines_;
  absl::flat_hash_map<std::string, size_t> parts_;
};

}  // namespace vigil::membership
