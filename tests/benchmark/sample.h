#pragma once

#include <vector>

namespace vigil::benchmark {

// The value that the part `rank` (0 to 1) of the values is not above; 0 where
// there are none. The order of `values` is lost.
double Quantile(std::vector<double>& values, double rank);

// The median; 0 where there are none.
double Median(std::vector<double> values);

}  // namespace vigil::benchmark
