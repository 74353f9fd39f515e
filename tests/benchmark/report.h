#pragma once

#include <optional>
#include <string>
#include <vector>

namespace vigil::benchmark {

// What a figure must be. It concerns the ratio where there is a peer, else the
// value.
struct Bound {
  enum class Side { kAtLeast, kAtMost };
  Side side = Side::kAtLeast;
  double limit = 0;
};

inline Bound AtLeast(double limit) { return {Bound::Side::kAtLeast, limit}; }
inline Bound AtMost(double limit) { return {Bound::Side::kAtMost, limit}; }

// One line of the report.
struct Figure {
  std::string part;  // Which part of the benchmark: `unary`.
  std::string what;  // What was measured: `calls, 16 in flight`.
  std::string unit;  // `1/s`, `us`, `ms`, `bytes`.
  double value = 0;
  std::optional<double> peer = std::nullopt;   // The same of the peer.
  std::optional<double> ratio = std::nullopt;  // Value to peer.
  std::optional<Bound> bound = std::nullopt;

  // Whether the bound is met; true where there is none.
  bool IsMet() const;
};

// What was measured, in one run. Not thread-safe.
class Report {
 public:
  void Add(Figure figure);

  // Something to know when reading the figures.
  void Note(std::string note);

  // Aligned columns.
  std::string Text() const;

  // One object: `machine`, `figures` and `notes`.
  std::string Json() const;

  // Whether every bound is met.
  bool IsMet() const;

  const std::vector<Figure>& figures() const { return figures_; }

 private:
  std::vector<Figure> figures_;
  std::vector<std::string> notes_;
};

}  // namespace vigil::benchmark
