#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/csv/table.h"
#include "vigil/type/v1/source.pb.h"

namespace vigil::csv {

// Reads the cells of one row into values. Blanks around a cell's content are
// dropped. Each method reads the cell of a column that the table has, or ""
// for an optional column that it has not; what is wrong is added to `refusals`
// with its column, and the method returns an empty value, so that one attempt
// shows all that is wrong with a row. `ok` tells whether anything was.
//
//   RowReader cells(table, row, refusals);
//   state.iso3 = cells.Text("iso3", 3, 3);
//   state.group = cells.Code("regional_group", api::RegionalGroupOf, "AFR, …");
//   if (cells.ok()) …
class RowReader {
 public:
  RowReader(const Table& table, const Row& row, Refusals& refusals)
      : table_(table), row_(row), refusals_(refusals) {}

  // UTF-8 of `min` to `max` bytes without control characters; `min` 0 makes it
  // optional.
  std::string Text(absl::string_view column, size_t min, size_t max);

  // `[a-z][a-z0-9-]{0,62}`.
  std::string Id(absl::string_view column);
  std::string OptionalId(absl::string_view column);

  // An integer of `min` to `max`.
  int64_t Number(absl::string_view column, int64_t min, int64_t max);
  std::optional<int64_t> OptionalNumber(absl::string_view column, int64_t min,
                                        int64_t max);

  // 2026-11-23.
  absl::CivilDay Date(absl::string_view column);
  std::optional<absl::CivilDay> OptionalDate(absl::string_view column);

  // `yes` or `no`; empty is no.
  bool Flag(absl::string_view column);

  // A value that `of_code` knows; `allowed` lists the codes for the error.
  template <typename Enum>
  Enum Code(
      absl::string_view column,
      const std::function<std::optional<Enum>(absl::string_view)>& of_code,
      absl::string_view allowed) {
    const absl::string_view cell = Cell(column);
    const std::optional<Enum> value = of_code(cell);
    if (!value) RefuseCode(column, cell, allowed);
    return value.value_or(Enum{});
  }
  // The same; empty gives `Enum{}`.
  template <typename Enum>
  Enum OptionalCode(
      absl::string_view column,
      const std::function<std::optional<Enum>(absl::string_view)>& of_code,
      absl::string_view allowed) {
    return Cell(column).empty() ? Enum{} : Code(column, of_code, allowed);
  }

  // The columns `source`, `confidence` and, if the table has it, `uri`.
  type::v1::Source Source();

  // The content of a cell, e.g. for a format of the caller's own.
  absl::string_view Cell(absl::string_view column) const;

  // Refuses the row for a reason of the caller's own; without a column, as a
  // whole.
  void Refuse(absl::string_view column, absl::string_view reason);

  bool ok() const { return is_ok_; }
  int64_t line() const { return row_.line; }

 private:
  void RefuseCode(absl::string_view column, absl::string_view cell,
                  absl::string_view allowed);

  const Table& table_;
  const Row& row_;
  Refusals& refusals_;
  bool is_ok_ = true;
};

}  // namespace vigil::csv
