#include "services/membership/group_rule.h"

#include "absl/strings/str_cat.h"
#include "services/membership/errors.h"

namespace vigil::membership {

absl::Status CheckGroupOfState(const Model& model, const std::string& name,
                               type::v1::RegionalGroup group) {
  const auto* state = model.Find<v1::State>(name);
  if (state == nullptr) return ReferenceNotFoundError("state", name);
  if (group == state->regional_group()) return absl::OkStatus();
  return GroupMismatchError(absl::StrCat(
      type::v1::RegionalGroup_Name(group), " is not the group of ", name,
      ", which is in ", type::v1::RegionalGroup_Name(state->regional_group())));
}

}  // namespace vigil::membership
