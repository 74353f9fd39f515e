#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/client.h"
#include "tests/benchmark/child.h"

namespace vigil::benchmark {

// All of Vigil, as `vigil up` starts it, on an empty directory, with the
// reference data.
class VigilSuite {
 public:
  // In a directory of its own in `directory`.
  explicit VigilSuite(const std::string& directory);
  ~VigilSuite();

  // Waits until everything serves, and imports the tables in `reference`.
  absl::Status Fill(const std::string& reference);

  // Speaks with `service` as the one whose token is called `who`.
  absl::StatusOr<std::unique_ptr<rpc::Client>> Connect(
      const std::string& service, const std::string& who) const;

 private:
  std::string InData(const std::string& path) const;

  const Scratch scratch_;
  Child launcher_;
};

}  // namespace vigil::benchmark
