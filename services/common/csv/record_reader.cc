#include "services/common/csv/record_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/api/text.h"
#include "services/common/csv/table.h"

namespace vigil::csv {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// libcsv would strip blanks around cells; RFC 4180 has them belong to cells.
int IsNoSpace(unsigned char) { return 0; }

}  // namespace

RecordReader::RecordReader(absl::string_view content)
    : rest_(absl::StripPrefix(content, kByteOrderMark)) {
  csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_space_func(&parser_, &IsNoSpace);
}

RecordReader::~RecordReader() { csv_free(&parser_); }

bool RecordReader::Next(Row& row) {
  cells_.clear();
  while (!fault_ && !is_finished_) {
    if (rest_.empty()) {
      // A last line that nothing ends still ends its record.
      is_finished_ = true;
      if (csv_fini(&parser_, &OnCell, &OnRecord, this) != 0) {
        Fail("a quote is not closed", cells_.size());
      }
    } else {
      Feed(TakeLine());
    }
    if (!fault_ && is_complete_ && !cells_.empty()) {
      row.line = start_line_;
      row.cells = std::exchange(cells_, {});
      return true;
    }
  }
  return false;
}

absl::string_view RecordReader::TakeLine() {
  size_t end = rest_.find_first_of("\r\n");
  if (end == absl::string_view::npos) {
    end = rest_.size();
  } else {
    end += absl::StartsWith(rest_.substr(end), "\r\n") ? 2 : 1;
  }
  const absl::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end);
  return line;
}

void RecordReader::Feed(absl::string_view line) {
  ++line_;
  const bool is_empty = line == "\n" || line == "\r" || line == "\r\n";
  if (is_complete_ && is_empty) return;
  if (is_complete_) start_line_ = line_;
  is_complete_ = false;
  if (!api::IsUtf8(line)) return Fail("is not valid UTF-8", std::nullopt);
  const size_t parsed =
      csv_parse(&parser_, line.data(), line.size(), &OnCell, &OnRecord, this);
  if (fault_) return;
  if (parsed != line.size()) {
    return Fail(
        "a quote stands within a cell; quote the whole cell and double the "
        "quotes in it",
        cells_.size());
  }
  // An unclosed quote would otherwise swallow the rest of the file.
  if (parser_.entry_pos > kMaxCellBytes) {
    return Fail(absl::StrCat("a cell is longer than ", kMaxCellBytes,
                             " bytes; is a quote not closed?"),
                cells_.size());
  }
}

void RecordReader::OnCell(void* bytes, size_t size, void* self) {
  auto& reader = *static_cast<RecordReader*>(self);
  if (size > kMaxCellBytes) {
    reader.Fail(absl::StrCat("a cell is longer than ", kMaxCellBytes, " bytes"),
                reader.cells_.size());
  }
  if (reader.cells_.size() == kMaxColumns) {
    reader.Fail(absl::StrCat("more than ", kMaxColumns, " cells"),
                std::nullopt);
  }
  if (reader.fault_) return;
  reader.cells_.emplace_back(static_cast<const char*>(bytes), size);
}

void RecordReader::OnRecord(int /*terminator*/, void* self) {
  static_cast<RecordReader*>(self)->is_complete_ = true;
}

void RecordReader::Fail(absl::string_view reason,
                        std::optional<size_t> column) {
  if (fault_) return;
  fault_ = RecordFault{
      .line = start_line_, .column = column, .reason = std::string(reason)};
}

}  // namespace vigil::csv
