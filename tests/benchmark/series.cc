#include "tests/benchmark/series.h"

#include <algorithm>
#include <utility>

#include "tests/benchmark/sample.h"

namespace vigil::benchmark {

Figure Series::Summary(std::string part, std::string what, std::string unit,
                       std::optional<Bound> bound) const {
  std::vector<double> ratios;
  const size_t rounds = std::min(values_[0].size(), values_[1].size());
  for (size_t i = 0; i < rounds; ++i) {
    if (values_[1][i] > 0) ratios.push_back(values_[0][i] / values_[1][i]);
  }
  return {.part = std::move(part),
          .what = std::move(what),
          .unit = std::move(unit),
          .value = Median(values_[0]),
          .peer = Median(values_[1]),
          .ratio = Median(std::move(ratios)),
          .bound = bound};
}

}  // namespace vigil::benchmark
