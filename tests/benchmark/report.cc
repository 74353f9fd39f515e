#include "tests/benchmark/report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/json_text.h"
#include "tests/benchmark/machine.h"

namespace vigil::benchmark {
namespace {

using Cells = std::array<std::string, 8>;

constexpr std::array<bool, 8> kRight = {false, false, true, true,
                                        false, true,  true, false};

// Three figures that count, and never an exponent.
std::string Number(double value) {
  const double size = std::abs(value);
  const int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return absl::StrFormat("%.*f", digits, value);
}

std::string BoundText(const Figure& figure) {
  if (!figure.bound.has_value()) return "";
  const bool least = figure.bound->side == Bound::Side::kAtLeast;
  return absl::StrCat(least ? ">= " : "<= ", figure.bound->limit,
                      figure.ratio.has_value() ? "x" : "");
}

Cells CellsOf(const Figure& figure) {
  return {
      figure.part,
      figure.what,
      Number(figure.value),
      figure.peer.has_value() ? Number(*figure.peer) : "",
      figure.unit,
      figure.ratio.has_value() ? absl::StrFormat("%.2f", *figure.ratio) : "",
      BoundText(figure),
      !figure.bound.has_value() ? ""
      : figure.IsMet()          ? "met"
                                : "MISSED"};
}

void AppendField(std::string& out, const char* key, absl::string_view text) {
  absl::StrAppend(&out, "\"", key, "\":");
  AppendJsonString(out, text);
}

void AppendField(std::string& out, const char* key, double number) {
  absl::StrAppendFormat(&out, "\"%s\":%.6g", key, number);
}

std::string JsonOf(const Figure& figure) {
  std::string out = "{";
  AppendField(out, "part", figure.part);
  AppendField(out += ',', "what", figure.what);
  AppendField(out += ',', "unit", figure.unit);
  AppendField(out += ',', "value", figure.value);
  if (figure.peer.has_value()) AppendField(out += ',', "peer", *figure.peer);
  if (figure.ratio.has_value()) AppendField(out += ',', "ratio", *figure.ratio);
  if (figure.bound.has_value()) {
    const bool least = figure.bound->side == Bound::Side::kAtLeast;
    AppendField(out += ',', least ? "at_least" : "at_most",
                figure.bound->limit);
    absl::StrAppend(&out, ",\"met\":", figure.IsMet() ? "true" : "false");
  }
  return out += '}';
}

}  // namespace

bool Figure::IsMet() const {
  if (!bound.has_value()) return true;
  const double judged = ratio.value_or(value);
  return bound->side == Bound::Side::kAtLeast ? judged >= bound->limit
                                              : judged <= bound->limit;
}

void Report::Add(Figure figure) { figures_.push_back(std::move(figure)); }

void Report::Note(std::string note) { notes_.push_back(std::move(note)); }

bool Report::IsMet() const {
  return std::all_of(figures_.begin(), figures_.end(),
                     [](const Figure& figure) { return figure.IsMet(); });
}

std::string Report::Text() const {
  std::vector<Cells> rows = {
      {"part", "what", "vigil", "peer", "unit", "ratio", "bound", ""}};
  for (const Figure& figure : figures_) rows.push_back(CellsOf(figure));
  std::array<size_t, 8> widths = {};
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string out = absl::StrCat(MachineText(), "\n\n");
  for (const Cells& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - row[i].size(), ' ');
      absl::StrAppend(&line, kRight[i] ? padding : "", row[i],
                      kRight[i] ? "" : padding, "  ");
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, line, "\n");
  }
  for (const std::string& note : notes_) absl::StrAppend(&out, "\n", note);
  return notes_.empty() ? out : out + "\n";
}

std::string Report::Json() const {
  std::string out = "{";
  AppendField(out, "machine", MachineText());
  out += ",\"figures\":[";
  for (size_t i = 0; i < figures_.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "\n  " : ",\n  ", JsonOf(figures_[i]));
  }
  out += "],\"notes\":[";
  for (size_t i = 0; i < notes_.size(); ++i) {
    if (i > 0) out += ',';
    AppendJsonString(out, notes_[i]);
  }
  return out + "]}\n";
}

}  // namespace vigil::benchmark
