#include "services/common/csv/row_reader.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/enums.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"

namespace vigil::csv {
namespace {

// A check of one field, which is here the column: `title: is required; …`.
std::string ReasonIn(const absl::Status& status) {
  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  return violations.empty() ? std::string(status.message())
                            : violations.front().description;
}

}  // namespace

absl::string_view RowReader::Cell(absl::string_view column) const {
  const std::optional<size_t> index = table_.ColumnOf(column);
  if (!index) return "";
  return absl::StripAsciiWhitespace(row_.cells[*index]);
}

std::string RowReader::Text(absl::string_view column, size_t min, size_t max) {
  const absl::string_view cell = Cell(column);
  const absl::Status status = api::CheckText(column, cell, min, max);
  if (status.ok()) return std::string(cell);
  Refuse(column, ReasonIn(status));
  return "";
}

std::string RowReader::Id(absl::string_view column) {
  const absl::string_view cell = Cell(column);
  const absl::Status status = api::CheckId(column, cell);
  if (status.ok()) return std::string(cell);
  Refuse(column, ReasonIn(status));
  return "";
}

std::string RowReader::OptionalId(absl::string_view column) {
  return Cell(column).empty() ? "" : Id(column);
}

int64_t RowReader::Number(absl::string_view column, int64_t min, int64_t max) {
  const absl::string_view cell = Cell(column);
  int64_t number = 0;
  if (absl::SimpleAtoi(cell, &number) && number >= min && number <= max) {
    return number;
  }
  Refuse(column, absl::StrCat(api::Shown(cell), " is not an integer of ", min,
                              " to ", max));
  return 0;
}

std::optional<int64_t> RowReader::OptionalNumber(absl::string_view column,
                                                 int64_t min, int64_t max) {
  if (Cell(column).empty()) return std::nullopt;
  return Number(column, min, max);
}

absl::CivilDay RowReader::Date(absl::string_view column) {
  const absl::StatusOr<absl::CivilDay> day = ParseDate(Cell(column));
  if (day.ok()) return *day;
  Refuse(column, day.status().message());
  return {};
}

std::optional<absl::CivilDay> RowReader::OptionalDate(
    absl::string_view column) {
  if (Cell(column).empty()) return std::nullopt;
  return Date(column);
}

bool RowReader::Flag(absl::string_view column) {
  const absl::string_view cell = Cell(column);
  if (!cell.empty() && cell != "yes" && cell != "no") {
    RefuseCode(column, cell, "yes, no");
  }
  return cell == "yes";
}

type::v1::Source RowReader::Source() {
  type::v1::Source source;
  source.set_citation(Text("source", 1, api::kMaxCitationLength));
  source.set_confidence(Code<type::v1::Confidence>(
      "confidence", api::ConfidenceOf, "sourced, recalled, inferred"));
  const absl::string_view uri = Cell("uri");
  if (uri.empty()) return source;
  const absl::Status status = api::CheckUri("uri", uri);
  if (!status.ok()) Refuse("uri", ReasonIn(status));
  source.set_uri(std::string(uri));
  return source;
}

void RowReader::Refuse(absl::string_view column, absl::string_view reason) {
  is_ok_ = false;
  refusals_.Add(table_.file, row_.line, column, reason);
}

void RowReader::RefuseCode(absl::string_view column, absl::string_view cell,
                           absl::string_view allowed) {
  Refuse(column, cell.empty() ? absl::StrCat("is required; one of ", allowed)
                              : absl::StrCat(api::Shown(cell),
                                             " is not one of ", allowed));
}

}  // namespace vigil::csv
