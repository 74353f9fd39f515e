#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/membership/model.h"

namespace vigil::membership {

// Whether a term or candidacy of the state may be of the group: it is the
// state's own. `REFERENCE_NOT_FOUND` or `REGIONAL_GROUP_MISMATCH`.
absl::Status CheckGroupOfState(const Model& model, const std::string& name,
                               type::v1::RegionalGroup group);

}  // namespace vigil::membership
