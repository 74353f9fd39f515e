#include "services/cli/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/display_width.h"
#include "services/common/base/json_text.h"

namespace vigil::cli {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr size_t kLeastLastWidth = 12;

absl::string_view Code(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kWarning:
      return "\x1b[33m";
    case Tone::kBad:
      return "\x1b[31m";
    case Tone::kFaint:
      return "\x1b[2m";
    case Tone::kPlain:
      break;
  }
  return "";
}

std::string CsvCell(absl::string_view text) {
  if (text.find_first_of(",\"\r\n") == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

// The name of a column for programs.
std::string KeyOf(const Column& column) {
  std::string key = absl::AsciiStrToLower(column.title);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

}  // namespace

std::string Coloured(absl::string_view text, Tone tone) {
  if (tone == Tone::kPlain || text.empty()) return std::string(text);
  return absl::StrCat(Code(tone), text, "\x1b[0m");
}

std::vector<size_t> Table::Widths() const {
  std::vector<size_t> widths;
  for (const Column& column : columns_) {
    widths.push_back(DisplayWidth(column.title));
  }
  for (const std::vector<Cell>& row : rows_) {
    for (size_t i = 0; i < std::min(row.size(), widths.size()); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(Harmless(row[i].text)));
    }
  }
  return widths;
}

std::string Table::ToText(const TableStyle& style) const {
  std::vector<size_t> widths = Widths();
  size_t before = 0;  // What the columns before the last take.
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    before += widths[i] + kGap.size();
  }
  if (style.width > 0 && before + widths.back() > style.width) {
    const size_t left = style.width > before ? style.width - before : 0;
    widths.back() = std::max(left, kLeastLastWidth);
  }
  std::string text;
  const auto add_row = [&](const std::vector<Cell>& row) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Cell cell = i < row.size() ? row[i] : Cell("");
      const std::string shown = Fitted(cell.text, widths[i]);
      const std::string space(widths[i] - DisplayWidth(shown), ' ');
      const std::string word =
          style.colour ? Coloured(shown, cell.tone) : shown;
      absl::StrAppend(&line, i == 0 ? "" : kGap,
                      columns_[i].is_number ? space + word : word + space);
    }
    absl::StripTrailingAsciiWhitespace(&line);
    absl::StrAppend(&text, line, "\n");
  };
  std::vector<Cell> titles;
  for (const Column& column : columns_) {
    titles.emplace_back(column.title, Tone::kFaint);
  }
  add_row(titles);
  for (const std::vector<Cell>& row : rows_) add_row(row);
  return text;
}

std::string Table::ToCsv() const { return CsvHeader() + CsvRows(); }

std::string Table::CsvHeader() const {
  std::string text;
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ",", KeyOf(columns_[i]));
  }
  return text + "\r\n";
}

std::string Table::CsvRows() const {
  std::string text;
  for (const std::vector<Cell>& row : rows_) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ",",
                      CsvCell(i < row.size() ? row[i].text : ""));
    }
    text += "\r\n";
  }
  return text;
}

std::string Table::ToJson() const {
  std::string text = "[";
  for (size_t row = 0; row < rows_.size(); ++row) {
    text += row == 0 ? "\n {" : ",\n {";
    for (size_t i = 0; i < std::min(columns_.size(), rows_[row].size()); ++i) {
      if (i > 0) text += ", ";
      AppendJsonString(text, KeyOf(columns_[i]));
      text += ": ";
      AppendJsonString(text, rows_[row][i].text);
    }
    text += "}";
  }
  return text + "\n]\n";
}

}  // namespace vigil::cli
