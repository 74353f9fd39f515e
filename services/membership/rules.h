#pragma once

#include "absl/status/status.h"
#include "services/membership/model.h"

namespace vigil::membership {

// Whether a record fits what else is recorded, with the errors that its methods
// promise. Its fields are good by themselves (`fields.h`), its name is set, and
// its regional group is filled in; the model may hold it already, as it is or
// as it was.
absl::Status CheckRules(const Model& model, const v1::State& state);
absl::Status CheckRules(const Model& model, const v1::FreedomScore& score);
absl::Status CheckRules(const Model& model, const v1::Grouping& grouping);
absl::Status CheckRules(const Model& model, const v1::GroupingClaim& claim);
absl::Status CheckRules(const Model& model, const v1::Body& body);
absl::Status CheckRules(const Model& model, const v1::Term& term);
absl::Status CheckRules(const Model& model, const v1::Election& election);
absl::Status CheckRules(const Model& model, const v1::Candidacy& candidacy);

}  // namespace vigil::membership
