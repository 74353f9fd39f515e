#include "services/membership/errors.h"
#include "services/membership/rules.h"

namespace vigil::membership {

absl::Status CheckRules(const Model& model, const v1::State& state) {
  for (const auto& [name, other] : model.records<v1::State>()) {
    if (name == state.name()) continue;
    if (!state.iso2().empty() && other.iso2() == state.iso2()) {
      return CodeTakenError("iso2", name);
    }
    if (state.m49() != 0 && other.m49() == state.m49()) {
      return CodeTakenError("m49", name);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRules(const Model& model, const v1::FreedomScore& score) {
  const absl::string_view state = ParentOf(score.name());
  if (model.Find<v1::State>(state) == nullptr) {
    return ReferenceNotFoundError("state", state);
  }
  return absl::OkStatus();
}

absl::Status CheckRules(const Model& /*model*/, const v1::Grouping& /*any*/) {
  return absl::OkStatus();
}

absl::Status CheckRules(const Model& model, const v1::GroupingClaim& claim) {
  const absl::string_view grouping = ParentOf(claim.name());
  if (model.Find<v1::Grouping>(grouping) == nullptr) {
    return ReferenceNotFoundError("grouping", grouping);
  }
  if (model.Find<v1::State>(claim.state()) == nullptr) {
    return ReferenceNotFoundError("state", claim.state());
  }
  return absl::OkStatus();
}

}  // namespace vigil::membership
