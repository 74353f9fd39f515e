#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/mandate_watch/model.h"

namespace vigil::mandate_watch {

// Whether a record agrees with the others of the model. Errors: for a renewal
// `NOT_FOUND` of its mandate, `SESSION_NOT_KNOWN` or `MANDATE_NOT_ACTIVE`.
absl::Status CheckReferences(const Model& model, const v1::Session& session);
absl::Status CheckReferences(const Model& model, const v1::Mandate& mandate);
absl::Status CheckReferences(const Model& model, const v1::Renewal& renewal);

// `RESOURCE_IN_USE` if other records refer to the one with this name.
absl::Status CheckUnused(const Model& model, absl::string_view name);

}  // namespace vigil::mandate_watch
