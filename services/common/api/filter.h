#pragma once

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/api/filter_term.h"

namespace vigil::api {

// What a field of an item holds when it is compared; `std::monostate` where it
// is not known.
using FilterValue = std::variant<std::monostate, std::string, int64_t, bool,
                                 absl::CivilDay, std::vector<std::string>>;

// What a field is, which decides what it may be compared with.
struct FilterField {
  enum class Kind { kText, kTexts, kNumber, kFlag, kDate, kEnum };

  std::string name;
  Kind kind = Kind::kText;
  // Of an enum, whose values are named with or without their prefix.
  const google::protobuf::EnumDescriptor* values = nullptr;
};

// One term of a filter, ready to be compared with the values of its field.
class FilterTest {
 public:
  // `FILTER_INVALID`: the field does not take the operator or the value.
  static absl::StatusOr<FilterTest> Make(const FilterField& field,
                                         const FilterTerm& term);

  bool Accepts(const FilterValue& value) const;

 private:
  FilterOperator relation_ = FilterOperator::kEqual;
  bool asks_presence_ = false;
  FilterValue operand_;
};

// `FILTER_INVALID`, naming the position, the unknown field and the known ones.
absl::StatusOr<size_t> FindFilterField(const std::vector<FilterField>& fields,
                                       const FilterTerm& term);

// The fields by which a list of `Item` can be filtered. Made once; compiling
// and filtering are then thread-safe.
//
//   const FilterFields<State> kFields = FilterFields<State>()
//       .Text("name", [](const State& s) { return s.name(); })
//       .Number("total", [](const State& s) { return s.total(); });
//   VIGIL_ASSIGN_OR_RETURN(auto keep, kFields.Compile(request.filter()));
//
// How fields compare:
//
//   text     = != by bytes; : contains, whatever the case of ASCII letters
//   texts    : one of them is equal
//   number   = != < <= > >= with an integer
//   date     = != < <= > >= with 2026-11-23
//   flag     = != with true or false
//   enum     = != with the name of a value, REGIONAL_GROUP_AFRICAN or AFRICAN
//   any      :* it is known: not an empty text, no list without elements
//
// What is not known is `!=` to everything, and nothing else.
template <typename Item>
class FilterFields {
 public:
  using Value = std::function<FilterValue(const Item&)>;
  using Predicate = std::function<bool(const Item&)>;
  using Kind = FilterField::Kind;

  FilterFields& Text(absl::string_view name,
                     std::function<std::string(const Item&)> get) {
    return Add({std::string(name), Kind::kText}, std::move(get));
  }
  FilterFields& Texts(
      absl::string_view name,
      std::function<std::vector<std::string>(const Item&)> get) {
    return Add({std::string(name), Kind::kTexts}, std::move(get));
  }
  FilterFields& Number(absl::string_view name,
                       std::function<std::optional<int64_t>(const Item&)> get) {
    return AddOptional({std::string(name), Kind::kNumber}, std::move(get));
  }
  FilterFields& Flag(absl::string_view name,
                     std::function<bool(const Item&)> get) {
    return Add({std::string(name), Kind::kFlag}, std::move(get));
  }
  FilterFields& Date(
      absl::string_view name,
      std::function<std::optional<absl::CivilDay>(const Item&)> get) {
    return AddOptional({std::string(name), Kind::kDate}, std::move(get));
  }
  // The value 0, `…_UNSPECIFIED`, is not known.
  FilterFields& Enum(absl::string_view name,
                     const google::protobuf::EnumDescriptor* values,
                     std::function<int(const Item&)> get) {
    return AddOptional({std::string(name), Kind::kEnum, values},
                       [get = std::move(get)](const Item& item) {
                         const int number = get(item);
                         return number == 0 ? std::nullopt
                                            : std::optional<int64_t>(number);
                       });
  }

  // Returns whether an item passes `filter`; everything passes an empty one.
  // `INVALID_ARGUMENT`, reason `FILTER_INVALID`, says where it is wrong and
  // what is allowed.
  absl::StatusOr<Predicate> Compile(absl::string_view filter) const {
    absl::StatusOr<std::vector<FilterTerm>> terms = ParseFilter(filter);
    if (!terms.ok()) return terms.status();
    std::vector<std::pair<FilterTest, Value>> tests;
    for (const FilterTerm& term : *terms) {
      const absl::StatusOr<size_t> index = FindFilterField(fields_, term);
      if (!index.ok()) return index.status();
      absl::StatusOr<FilterTest> test = FilterTest::Make(fields_[*index], term);
      if (!test.ok()) return test.status();
      tests.emplace_back(*std::move(test), values_[*index]);
    }
    return Predicate([tests = std::move(tests)](const Item& item) {
      return std::all_of(tests.begin(), tests.end(), [&](const auto& entry) {
        return entry.first.Accepts(entry.second(item));
      });
    });
  }

 private:
  FilterFields& Add(FilterField field, Value value) {
    fields_.push_back(std::move(field));
    values_.push_back(std::move(value));
    return *this;
  }
  template <typename Get>
  FilterFields& AddOptional(FilterField field, Get get) {
    return Add(std::move(field), [get = std::move(get)](const Item& item) {
      const auto value = get(item);
      return value ? FilterValue(*value) : FilterValue();
    });
  }

  std::vector<FilterField> fields_;
  std::vector<Value> values_;
};

}  // namespace vigil::api
