#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/mandate_watch/model.h"

namespace vigil::mandate_watch {

// Whether a record agrees with the others of the model. Errors: for a renewal
// `NOT_FOUND` of its mandate, `SESSION_NOT_KNOWN` or `MANDATE_NOT_ACTIVE`.
absl::Status CheckReferences(const Model& model, const v1::Session& session);
absl::Status CheckReferences(const Model& model, const v1::Mandate& mandate);
absl::Status CheckReferences(const Model& model, const v1::Renewal& renewal);

// Whether what a record says has happened has had the time to: a renewal is
// adopted at a session that has opened, and not after tomorrow, since the day
// begins earlier elsewhere. `NOT_ADOPTED_YET`.
template <typename Record>
absl::Status CheckHappened(const Model& /*model*/, const Record& /*record*/,
                           absl::CivilDay /*today*/) {
  return absl::OkStatus();
}
absl::Status CheckHappened(const Model& model, const v1::Renewal& renewal,
                           absl::CivilDay today);

// `RESOURCE_IN_USE` if other records refer to the one with this name.
absl::Status CheckUnused(const Model& model, absl::string_view name);

}  // namespace vigil::mandate_watch
