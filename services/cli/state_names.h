#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/session.h"
#include "vigil/membership/v1/state_requests.pb.h"

namespace vigil::cli {

// What states are called, so that people need not know codes.
class StateNames {
 public:
  // Asks membership for all states.
  static absl::StatusOr<StateNames> Load(Session& session);

  explicit StateNames(const membership::v1::ListStatesResponse& states);

  // `states/chn`, from `CHN`, `CN`, `China`, its official name, or
  // `states/chn`, in any case. A `UsageError` names states that are alike.
  absl::StatusOr<std::string> Find(absl::string_view text) const;

  // The short name of `states/chn`, or its code where it is not known.
  std::string ShortName(absl::string_view name) const;

 private:
  std::map<std::string, std::string> name_by_word_;
  std::map<std::string, std::string> short_name_by_name_;
};

// The names of all states in `texts`. Asks membership only where codes do not
// do.
absl::StatusOr<std::vector<std::string>> FindStates(
    Session& session, const std::vector<std::string>& texts);

}  // namespace vigil::cli
