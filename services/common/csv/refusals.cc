#include "services/common/csv/refusals.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::csv {
namespace {

constexpr size_t kMaxDetailBytes = 4096;
constexpr size_t kMaxReasonBytes = 500;
// Tags and lengths of a violation and its two fields.
constexpr size_t kViolationOverhead = 12;

// Cuts between characters.
absl::string_view Shortened(absl::string_view text) {
  if (text.size() <= kMaxReasonBytes) return text;
  size_t size = kMaxReasonBytes;
  while ((static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

FieldViolation ToViolation(const type::v1::ImportError& error) {
  return {
      .field = absl::StrCat(error.file(), ":", error.line(),
                            error.column().empty() ? "" : ":", error.column()),
      .description = error.reason()};
}

}  // namespace

void Refusals::Add(absl::string_view file, int64_t line,
                   absl::string_view column, absl::string_view reason) {
  const bool is_same_row =
      row_count_ > 0 && line == last_line_ && file == last_file_;
  if (!is_same_row) {
    ++row_count_;
    last_file_ = std::string(file);
    last_line_ = line;
  }
  if (errors_.size() == kMaxImportErrors) return;
  type::v1::ImportError& error = errors_.emplace_back();
  error.set_file(std::string(file));
  error.set_line(line);
  error.set_column(std::string(column));
  error.set_reason(std::string(Shortened(reason)));
}

absl::Status Refusals::ToError() const {
  std::vector<FieldViolation> violations;
  size_t bytes = 0;
  for (const type::v1::ImportError& error : errors_) {
    FieldViolation violation = ToViolation(error);
    bytes += violation.field.size() + violation.description.size() +
             kViolationOverhead;
    if (bytes > kMaxDetailBytes) break;
    violations.push_back(std::move(violation));
  }
  return WithMetadata(InvalidFieldsError("IMPORT_REFUSED", violations),
                      "refused_count", absl::StrCat(row_count_));
}

}  // namespace vigil::csv
