#pragma once

#include <array>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "tests/benchmark/child.h"
#include "tests/benchmark/settings.h"

namespace vigil::benchmark {

// The two servers that are compared, each a process with a unix socket.
class Servers {
 public:
  static constexpr int kVigil = 0;
  static constexpr int kBare = 1;

  explicit Servers(const Settings& settings);

  // Waits until both answer.
  absl::Status WaitUntilServing();

  // `unix:` and the socket.
  std::string address(int side) const { return "unix:" + sockets_[side]; }
  const std::string& socket(int side) const { return sockets_[side]; }
  int pid(int side) const { return processes_[side]->pid(); }
  const std::string& scratch() const { return scratch_.path(); }

 private:
  const Scratch scratch_;
  std::array<std::string, 2> sockets_;
  std::array<std::unique_ptr<Child>, 2> processes_;
};

// What one of them answers is compared with what the other does in the same
// round: whoever else is on the machine slows both.
inline std::array<int, 2> TurnsOf(int round) {
  return round % 2 == 0 ? std::array{Servers::kVigil, Servers::kBare}
                        : std::array{Servers::kBare, Servers::kVigil};
}

}  // namespace vigil::benchmark
