#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::api {

inline constexpr size_t kMaxFilterLength = 2000;
inline constexpr size_t kMaxFilterTerms = 20;

enum class FilterOperator {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kHas,
};

// `field operator value`, e.g. `regional_group = AFRICAN`.
struct FilterTerm {
  std::string field;
  FilterOperator relation = FilterOperator::kEqual;
  std::string value;
  // A quoted `*` is an asterisk; a bare one after `:` asks for presence.
  bool is_quoted = false;
  // Where the field and the value start, in bytes from 1.
  int field_position = 0;
  int value_position = 0;

  bool operator==(const FilterTerm&) const = default;
};

// Parses a filter, a subset of AIP-160: terms joined by `AND`.
//
//     filter   = [ term { "AND" term } ]
//     term     = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" | ":" ) value
//     field    = name { "." name }        name = [a-z_][a-z0-9_]*
//     value    = bare | quoted
//     bare     = 1 or more of [A-Za-z0-9_./*+@%~-] and of bytes above 0x7F
//     quoted   = between " and " or ' and '; \ before a quote or \ keeps it
//
// At most 2,000 bytes and 20 terms. `INVALID_ARGUMENT`, reason
// `FILTER_INVALID`, gives the position and what is expected there; it never
// repeats values, which can be confidential.
absl::StatusOr<std::vector<FilterTerm>> ParseFilter(absl::string_view filter);

}  // namespace vigil::api
