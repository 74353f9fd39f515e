#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "vigil/type/v1/source.pb.h"

namespace CLI {
class App;
}  // namespace CLI

namespace vigil::cli {

// Where the fact comes from that a command records.
struct SourceFlags {
  std::string citation;
  std::string uri;
  std::string confidence;
};

void AddSourceOptions(CLI::App& command, SourceFlags& flags);

// Without a citation the command line itself is the source, and the confidence
// `recalled`; with one, `sourced`.
absl::StatusOr<type::v1::Source> ToSource(const SourceFlags& flags);

}  // namespace vigil::cli
