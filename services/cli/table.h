#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace vigil::cli {

// What a cell means to its reader; a colour where there are colours.
enum class Tone { kPlain, kGood, kWarning, kBad, kFaint };

struct Cell {
  // NOLINTNEXTLINE(google-explicit-constructor): rows are written as lists.
  Cell(std::string t, Tone o = Tone::kPlain) : text(std::move(t)), tone(o) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Cell(absl::string_view t) : text(t) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Cell(const char* t) : text(t) {}

  std::string text;
  Tone tone = Tone::kPlain;
};

struct Column {
  std::string title;  // `REGIONAL GROUP`; as CSV `regional_group`.
  bool is_number = false;
};

struct TableStyle {
  bool colour = false;
  // The width of the terminal, to which the last column is cut; 0: not cut.
  size_t width = 0;
};

// Rows for people, aligned by what they take on a screen, or as CSV.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Missing cells are empty.
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }

  bool empty() const { return rows_.empty(); }
  size_t size() const { return rows_.size(); }

  std::string ToText(const TableStyle& style) const;

  // RFC 4180, with a header line; and its parts, for tables that go on.
  std::string ToCsv() const;
  std::string CsvHeader() const;
  std::string CsvRows() const;

  // An array of objects, with the same names as CSV.
  std::string ToJson() const;

 private:
  std::vector<size_t> Widths() const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// Returns `text` in the colour of `tone`.
std::string Coloured(absl::string_view text, Tone tone);

}  // namespace vigil::cli
