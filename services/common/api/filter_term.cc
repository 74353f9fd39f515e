#include "services/common/api/filter_term.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/errors.h"
#include "services/common/api/text.h"
#include "services/common/base/status_macros.h"

namespace vigil::api {
namespace {

constexpr size_t kMaxFieldLength = 100;

bool IsFieldChar(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) || c == '_' ||
         c == '.';
}

bool IsBareChar(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(byte) || byte > 0x7F ||
         absl::StrContains("_./*+@%~-", c);
}

bool IsField(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxFieldLength &&
         text.back() != '.' && !absl::StrContains(text, "..") &&
         text.front() != '.' &&
         !absl::ascii_isdigit(static_cast<unsigned char>(text.front()));
}

struct Sign {
  absl::string_view text;
  FilterOperator relation;
};

// Longer ones first.
constexpr Sign kSigns[] = {{"!=", FilterOperator::kNotEqual},
                           {"<=", FilterOperator::kLessOrEqual},
                           {">=", FilterOperator::kGreaterOrEqual},
                           {"=", FilterOperator::kEqual},
                           {"<", FilterOperator::kLess},
                           {">", FilterOperator::kGreater},
                           {":", FilterOperator::kHas}};

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<FilterTerm>> Parse() {
    std::vector<FilterTerm> terms;
    SkipSpaces();
    while (at_ < text_.size()) {
      if (terms.size() == kMaxFilterTerms) {
        return Wrong(absl::StrCat("more than ", kMaxFilterTerms, " terms"));
      }
      VIGIL_ASSIGN_OR_RETURN(FilterTerm term, Term());
      terms.push_back(std::move(term));
      VIGIL_RETURN_IF_ERROR(Conjunction());
    }
    return terms;
  }

 private:
  absl::StatusOr<FilterTerm> Term() {
    FilterTerm term{.field_position = Position()};
    const absl::string_view field = Take(IsFieldChar);
    if (!IsField(field)) {
      return Wrong(term.field_position, "expected the name of a field");
    }
    term.field = std::string(field);
    SkipSpaces();
    VIGIL_ASSIGN_OR_RETURN(term.relation, Relation());
    SkipSpaces();
    term.value_position = Position();
    term.is_quoted = at_ < text_.size() && (Next() == '"' || Next() == '\'');
    if (term.is_quoted) {
      VIGIL_ASSIGN_OR_RETURN(term.value, Quoted());
      return term;
    }
    term.value = std::string(Take(IsBareChar));
    if (!term.value.empty()) return term;
    return Wrong(
        "expected a value; one with other characters than "
        "[A-Za-z0-9_./*+@%~-] needs quotes");
  }

  absl::StatusOr<FilterOperator> Relation() {
    for (const Sign& sign : kSigns) {
      if (absl::StartsWith(text_.substr(at_), sign.text)) {
        at_ += sign.text.size();
        return sign.relation;
      }
    }
    return Wrong("expected =, !=, <, <=, >, >= or :");
  }

  absl::StatusOr<std::string> Quoted() {
    const int start = Position();
    const char quote = text_[at_++];
    std::string value;
    while (at_ < text_.size() && Next() != quote) {
      if (Next() == '\\') ++at_;
      if (at_ < text_.size()) value.push_back(text_[at_++]);
    }
    if (at_ == text_.size()) return Wrong(start, "the quote is not closed");
    ++at_;
    return value;
  }

  // After a term: the end, or `AND` and the start of another term.
  absl::Status Conjunction() {
    const size_t end_of_term = at_;
    SkipSpaces();
    if (at_ == text_.size()) return absl::OkStatus();
    const bool is_apart = at_ > end_of_term;
    const absl::string_view rest = text_.substr(at_);
    if (!is_apart || !absl::StartsWith(rest, "AND") ||
        (rest.size() > 3 && !IsSpace(rest[3]))) {
      return Wrong("expected AND; OR, NOT and parentheses are not supported");
    }
    at_ += 3;
    SkipSpaces();
    if (at_ < text_.size()) return absl::OkStatus();
    return Wrong("expected a term after AND");
  }

  static bool IsSpace(char c) { return c == ' ' || c == '\t'; }
  void SkipSpaces() { Take(IsSpace); }
  char Next() const { return text_[at_]; }
  int Position() const { return static_cast<int>(at_) + 1; }

  absl::string_view Take(bool (*belongs)(char)) {
    const size_t start = at_;
    while (at_ < text_.size() && belongs(Next())) ++at_;
    return text_.substr(start, at_ - start);
  }

  absl::Status Wrong(absl::string_view description) const {
    return Wrong(Position(), description);
  }
  static absl::Status Wrong(int position, absl::string_view description) {
    return FilterInvalidError(position, description);
  }

  absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<FilterTerm>> ParseFilter(absl::string_view filter) {
  if (filter.size() > kMaxFilterLength) {
    return FilterInvalidError(
        kMaxFilterLength + 1,
        absl::StrCat("longer than ", kMaxFilterLength, " bytes"));
  }
  if (!IsUtf8(filter)) return FilterInvalidError(1, "not valid UTF-8");
  return Parser(filter).Parse();
}

}  // namespace vigil::api
