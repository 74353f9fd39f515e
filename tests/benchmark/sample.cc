#include "tests/benchmark/sample.h"

#include <algorithm>
#include <cmath>

namespace vigil::benchmark {

double Quantile(std::vector<double>& values, double rank) {
  if (values.empty()) return 0;
  const double place = std::ceil(rank * static_cast<double>(values.size()));
  const auto index = std::clamp<std::ptrdiff_t>(
      static_cast<std::ptrdiff_t>(place) - 1, 0,
      static_cast<std::ptrdiff_t>(values.size()) - 1);
  std::nth_element(values.begin(), values.begin() + index, values.end());
  return values[index];
}

double Median(std::vector<double> values) { return Quantile(values, 0.5); }

}  // namespace vigil::benchmark
