#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/session.h"

namespace vigil::cli {

// `bodies/hrc/mandates/sr-belarus` of `sr-belarus`, in `body`, or of the whole
// name. A `UsageError` if there is no such mandate, with those whose names have
// the text in them: who subscribes to `belarus` would wait in vain.
absl::StatusOr<std::string> FindMandate(Session& session,
                                        absl::string_view body,
                                        absl::string_view text);

}  // namespace vigil::cli
