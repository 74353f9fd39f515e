#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/csv/refusals.h"

namespace vigil::csv {

inline constexpr size_t kMaxCellBytes = 64 << 10;
inline constexpr size_t kMaxColumns = 200;
inline constexpr size_t kMaxRows = 200'000;

// A row: a cell for each column of its table.
struct Row {
  int64_t line = 0;  // On which it starts; the header is line 1.
  std::vector<std::string> cells;
};

// A table with a header. Immutable once read.
struct Table {
  std::string file;
  std::vector<std::string> columns;
  std::vector<Row> rows;
  // Rows read: those above, and those that were refused, with the header or
  // the row that cannot be read.
  int64_t row_count = 0;

  // Where the column is, if the table has it.
  std::optional<size_t> ColumnOf(absl::string_view name) const;
};

// The columns that a kind of table has, by their names in the header, in any
// order. Those not named here are refused: a misspelt one must not be lost.
struct Columns {
  std::vector<absl::string_view> required;
  std::vector<absl::string_view> optional;
};

// Reads a table: CSV as in RFC 4180, UTF-8 with or without a byte order mark,
// lines ending in LF, CR LF or CR, the first of them the header. Spaces belong
// to cells; empty lines are skipped.
//
// What is wrong is added to `refusals`. A row with too few or too many cells is
// left out. A table with wrong columns has no rows. One with bytes that are no
// CSV or no UTF-8, or beyond a limit, has those before the row with the fault:
// nothing behind it can be trusted. The limits: 64 KiB a cell, 200 columns,
// 200,000 rows.
Table ReadTable(absl::string_view file, absl::string_view content,
                const Columns& columns, Refusals& refusals);

}  // namespace vigil::csv
