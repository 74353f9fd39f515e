#include "services/cli/span.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace vigil::cli {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kLongest = absl::Hours(100'000 * 24);

struct Unit {
  absl::string_view suffix;
  absl::Duration length;
};

// `ms` before `s` and `m`, whose end it has.
constexpr Unit kUnits[] = {
    {"ms", absl::Milliseconds(1)},
    {"s", absl::Seconds(1)},
    {"m", absl::Minutes(1)},
    {"h", absl::Hours(1)},
    {"d", kDay},
    {"w", absl::Hours(7 * 24)},
};

}  // namespace

absl::StatusOr<absl::Duration> ParseSpan(absl::string_view text) {
  for (const Unit& unit : kUnits) {
    absl::string_view digits = text;
    uint32_t count = 0;
    if (!absl::ConsumeSuffix(&digits, unit.suffix)) continue;
    if (digits.find_first_not_of("0123456789") != absl::string_view::npos ||
        !absl::SimpleAtoi(digits, &count)) {
      continue;
    }
    const absl::Duration span = count * unit.length;
    if (span <= kLongest) return span;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "'", text, "' is no span of time; write 180d, 26w, 12h or 30m"));
}

}  // namespace vigil::cli
