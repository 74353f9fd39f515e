#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/benchmark/report.h"

namespace vigil::benchmark {

// The same figure of both sides, round by round.
class Series {
 public:
  void Add(int side, double value) { values_[side].push_back(value); }

  // The medians, with the median of the rounds' ratios: the two sides of a
  // round have had the same noise.
  Figure Summary(std::string part, std::string what, std::string unit,
                 std::optional<Bound> bound = std::nullopt) const;

 private:
  std::array<std::vector<double>, 2> values_;
};

}  // namespace vigil::benchmark
