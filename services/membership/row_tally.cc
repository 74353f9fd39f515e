#include "services/membership/row_tally.h"

#include <algorithm>

namespace vigil::membership {

void RowTally::Mark(absl::string_view file, int64_t line, RowOutcome outcome) {
  const auto [row, is_new] = rows_.try_emplace(std::pair(file, line), outcome);
  if (!is_new) row->second = std::max(row->second, outcome);
}

csv::ImportTally RowTally::Sum(int64_t row_count) const {
  csv::ImportTally tally = {.row_count = row_count};
  for (const auto& [row, outcome] : rows_) {
    tally.unchanged_count += outcome == RowOutcome::kUnchanged ? 1 : 0;
    tally.updated_count += outcome == RowOutcome::kUpdated ? 1 : 0;
    tally.created_count += outcome == RowOutcome::kCreated ? 1 : 0;
  }
  return tally;
}

}  // namespace vigil::membership
