#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "vigil/type/v1/import.pb.h"

namespace vigil::csv {

inline constexpr size_t kMaxImportErrors = 100;

// What was refused in an import, in the order it was found: the first 100
// errors in full, and how many rows there were.
class Refusals {
 public:
  // `column` is empty where the whole row is at fault; line 1, the header,
  // stands for the whole table. Several errors in one row follow each other. A
  // reason is cut after 500 bytes.
  void Add(absl::string_view file, int64_t line, absl::string_view column,
           absl::string_view reason);

  bool empty() const { return row_count_ == 0; }
  // Rows, or whole tables, with at least one error.
  int64_t row_count() const { return row_count_; }
  const std::vector<type::v1::ImportError>& errors() const { return errors_; }

  // The error of an import in which no row may be refused: `INVALID_ARGUMENT`,
  // reason `IMPORT_REFUSED`, whose field violations are `file:line:column`, or
  // `file:line`. As many of the first 100 as go into 4 KiB, since clients take
  // no more than 8 KiB of trailers; `refused_count` in the metadata has the
  // number of rows.
  absl::Status ToError() const;

 private:
  std::vector<type::v1::ImportError> errors_;
  int64_t row_count_ = 0;
  std::string last_file_;
  int64_t last_line_ = 0;
};

}  // namespace vigil::csv
