#pragma once

#include <csv.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace vigil::csv {

struct Row;

// Why the bytes cannot be read on.
struct RecordFault {
  int64_t line = 0;
  std::optional<size_t> column;  // From 0; where it is known.
  std::string reason;
};

// Splits CSV into records, one at a time, and knows the line that each starts
// on: libcsv in strict mode, fed line by line. `content` must outlive it.
class RecordReader {
 public:
  explicit RecordReader(absl::string_view content);
  ~RecordReader();

  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;

  // Fills in the next record. False at the end, or at a fault: bytes that are
  // no CSV or no UTF-8, a cell or a record beyond its limit.
  bool Next(Row& row);
  const std::optional<RecordFault>& fault() const { return fault_; }

 private:
  // Called by libcsv.
  static void OnCell(void* bytes, size_t size, void* self);
  static void OnRecord(int terminator, void* self);

  // Takes the next line, with what ends it, off `rest_`.
  absl::string_view TakeLine();
  void Feed(absl::string_view line);
  void Fail(absl::string_view reason, std::optional<size_t> column);

  absl::string_view rest_;
  csv_parser parser_ = {};
  std::optional<RecordFault> fault_;
  int64_t line_ = 0;         // The line that is being fed.
  int64_t start_line_ = 0;   // The line that the record started on.
  bool is_complete_ = true;  // No record is under way.
  bool is_finished_ = false;
  std::vector<std::string> cells_;
};

}  // namespace vigil::csv
