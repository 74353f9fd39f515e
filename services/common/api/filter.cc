#include "services/common/api/filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/api/errors.h"
#include "services/common/base/date.h"
#include "services/common/base/status_macros.h"

namespace vigil::api {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using Kind = FilterField::Kind;

bool TakesOrder(Kind kind) {
  return kind == Kind::kNumber || kind == Kind::kDate;
}

// Which operators a kind of field takes, besides `:*`.
bool Takes(Kind kind, FilterOperator relation) {
  switch (relation) {
    case FilterOperator::kEqual:
    case FilterOperator::kNotEqual:
      return kind != Kind::kTexts;
    case FilterOperator::kHas:
      return kind == Kind::kText || kind == Kind::kTexts;
    default:
      return TakesOrder(kind);
  }
}

absl::string_view OperatorsOf(Kind kind) {
  if (TakesOrder(kind)) return "=, !=, <, <=, >, >= and :*";
  if (kind == Kind::kTexts) return "only :";
  return kind == Kind::kText ? "=, != and :" : "=, != and :*";
}

// REGIONAL_GROUP_ for RegionalGroup.
std::string PrefixOf(const EnumDescriptor& values) {
  std::string prefix;
  for (const char c : values.name()) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(byte) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(byte));
  }
  return absl::StrCat(prefix, "_");
}

absl::StatusOr<FilterValue> EnumOperand(const EnumDescriptor& values,
                                        const FilterTerm& term) {
  const std::string prefix = PrefixOf(values);
  const EnumValueDescriptor* value = values.FindValueByName(term.value);
  if (value == nullptr) value = values.FindValueByName(prefix + term.value);
  if (value != nullptr && value->number() != 0) {
    return FilterValue(int64_t{value->number()});
  }
  std::vector<absl::string_view> names;
  for (int i = 0; i < values.value_count(); ++i) {
    const absl::string_view name = values.value(i)->name();
    if (values.value(i)->number() == 0) continue;
    names.push_back(absl::StartsWith(name, prefix) ? name.substr(prefix.size())
                                                   : name);
  }
  return FilterInvalidError(
      term.value_position,
      absl::StrCat("expected one of ", absl::StrJoin(names, ", ")));
}

absl::StatusOr<FilterValue> NumberOperand(const FilterTerm& term) {
  int64_t number = 0;
  if (absl::SimpleAtoi(term.value, &number)) return FilterValue(number);
  return FilterInvalidError(term.value_position, "expected an integer");
}

absl::StatusOr<FilterValue> DateOperand(const FilterTerm& term) {
  const absl::StatusOr<absl::CivilDay> day = ParseDate(term.value);
  if (day.ok()) return FilterValue(*day);
  return FilterInvalidError(term.value_position,
                            "expected a date like 2026-11-23");
}

absl::StatusOr<FilterValue> FlagOperand(const FilterTerm& term) {
  if (term.value == "true") return FilterValue(true);
  if (term.value == "false") return FilterValue(false);
  return FilterInvalidError(term.value_position, "expected true or false");
}

absl::StatusOr<FilterValue> OperandOf(const FilterField& field,
                                      const FilterTerm& term) {
  switch (field.kind) {
    case Kind::kText:
    case Kind::kTexts:
      return FilterValue(term.value);
    case Kind::kNumber:
      return NumberOperand(term);
    case Kind::kFlag:
      return FlagOperand(term);
    case Kind::kDate:
      return DateOperand(term);
    case Kind::kEnum:
      return EnumOperand(*field.values, term);
  }
  return FilterValue();
}

bool IsKnown(const FilterValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return !text->empty();
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    return !texts->empty();
  }
  return !std::holds_alternative<std::monostate>(value);
}

bool Has(const FilterValue& value, const std::string& operand) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return absl::StrContains(absl::AsciiStrToLower(*text),
                             absl::AsciiStrToLower(operand));
  }
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  return texts != nullptr &&
         std::find(texts->begin(), texts->end(), operand) != texts->end();
}

}  // namespace

absl::StatusOr<FilterTest> FilterTest::Make(const FilterField& field,
                                            const FilterTerm& term) {
  FilterTest test;
  test.relation_ = term.relation;
  test.asks_presence_ = term.relation == FilterOperator::kHas &&
                        term.value == "*" && !term.is_quoted;
  if (test.asks_presence_) return test;
  if (!Takes(field.kind, term.relation)) {
    return FilterInvalidError(
        term.field_position,
        absl::StrCat(field.name, " takes ", OperatorsOf(field.kind)));
  }
  VIGIL_ASSIGN_OR_RETURN(test.operand_, OperandOf(field, term));
  return test;
}

bool FilterTest::Accepts(const FilterValue& value) const {
  if (asks_presence_) return IsKnown(value);
  if (relation_ == FilterOperator::kHas) {
    return Has(value, std::get<std::string>(operand_));
  }
  if (std::holds_alternative<std::monostate>(value)) {
    return relation_ == FilterOperator::kNotEqual;
  }
  switch (relation_) {
    case FilterOperator::kEqual:
      return value == operand_;
    case FilterOperator::kNotEqual:
      return value != operand_;
    case FilterOperator::kLess:
      return value < operand_;
    case FilterOperator::kLessOrEqual:
      return value <= operand_;
    case FilterOperator::kGreater:
      return value > operand_;
    default:
      return value >= operand_;
  }
}

absl::StatusOr<size_t> FindFilterField(const std::vector<FilterField>& fields,
                                       const FilterTerm& term) {
  std::vector<absl::string_view> names;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == term.field) return i;
    names.emplace_back(fields[i].name);
  }
  return FilterInvalidError(
      term.field_position,
      absl::StrCat("there is no field ", term.field, "; the fields are ",
                   absl::StrJoin(names, ", ")));
}

}  // namespace vigil::api
