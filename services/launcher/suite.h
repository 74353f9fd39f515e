#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/launcher/data_directory.h"
#include "services/launcher/program.h"

namespace vigil::launcher {

// The services in the order in which data flows along them.
const std::vector<std::string>& ServiceNames();

// The services that answer calls, in the same order.
const std::vector<std::string>& ServerNames();

struct SuiteOptions {
  // Where the programs are: vigil-membership and so on.
  std::string programs;
  // The time at which the clock of the services starts; empty: now.
  std::string clock;
  // Given to every service as they stand.
  std::vector<std::string> extra_flags;
};

// The whole of Vigil on `directory`, in starting order: a private Redis, whose
// configuration is written, and each service on a unix socket.
//
// Errors: PROGRAM_MISSING; FILE_UNUSABLE.
absl::StatusOr<std::vector<Program>> Suite(const DataDirectory& directory,
                                           const SuiteOptions& options);

}  // namespace vigil::launcher
