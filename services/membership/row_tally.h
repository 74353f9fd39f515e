#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/common/csv/import_session.h"

namespace vigil::membership {

// What becomes of a row; of several records, the last of these counts.
enum class RowOutcome { kUnchanged, kUpdated, kCreated, kRefused };

// Counts every row of an import once, however many records it is part of and
// however many rows its record has. The names of files must outlive it.
class RowTally {
 public:
  // `Record` is an `Incoming`.
  template <typename Record>
  void Mark(const Record& record, RowOutcome outcome) {
    for (const int64_t line : record.lines) Mark(record.file, line, outcome);
  }

  // Of `row_count` rows, those that were never marked were refused.
  csv::ImportTally Sum(int64_t row_count) const;

 private:
  void Mark(absl::string_view file, int64_t line, RowOutcome outcome);

  absl::flat_hash_map<std::pair<absl::string_view, int64_t>, RowOutcome> rows_;
};

}  // namespace vigil::membership
