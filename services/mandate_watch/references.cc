#include "services/mandate_watch/references.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/errors.h"
#include "services/common/base/status_macros.h"
#include "services/mandate_watch/errors.h"
#include "services/mandate_watch/names.h"

namespace vigil::mandate_watch {
namespace {

// A session that is recorded, or that can be estimated.
absl::Status CheckSession(const Model& model, const std::string& session) {
  if (session.empty()) return absl::OkStatus();
  if (model.Find<v1::Session>(session) != nullptr) return absl::OkStatus();
  const absl::string_view body = BodyOf(session);
  const std::optional<int> number = SessionNumber(body, session);
  if (number && model.CalendarOf(body).DatesOf(*number)) {
    return absl::OkStatus();
  }
  return SessionNotKnownError(session);
}

}  // namespace

absl::Status CheckReferences(const Model& /*model*/,
                             const v1::Session& /*session*/) {
  return absl::OkStatus();
}

// Its country is a record of membership.
absl::Status CheckReferences(const Model& /*model*/,
                             const v1::Mandate& /*mandate*/) {
  return absl::OkStatus();
}

absl::Status CheckReferences(const Model& model, const v1::Renewal& renewal) {
  const absl::string_view name = MandateOf(renewal.name());
  const auto* mandate = model.Find<v1::Mandate>(name);
  if (mandate == nullptr) return api::NotFoundError(name);
  VIGIL_RETURN_IF_ERROR(CheckSession(model, renewal.session()));
  VIGIL_RETURN_IF_ERROR(CheckSession(model, renewal.until_session()));
  VIGIL_RETURN_IF_ERROR(CheckSession(model, renewal.start_session()));
  if (mandate->state() != v1::MANDATE_STATE_ACTIVE &&
      mandate->has_state_date() && renewal.has_adoption_date() &&
      api::DayOf(mandate->state_date()) < api::DayOf(renewal.adoption_date())) {
    return MandateNotActiveError(*mandate);
  }
  return absl::OkStatus();
}

absl::Status CheckHappened(const Model& model, const v1::Renewal& renewal,
                           absl::CivilDay today) {
  if (renewal.has_adoption_date() &&
      api::DayOf(renewal.adoption_date()) > today + 1) {
    return NotAdoptedYetError("adoption_date",
                              api::DayOf(renewal.adoption_date()));
  }
  const absl::string_view body = BodyOf(renewal.name());
  const std::optional<int> number = SessionNumber(body, renewal.session());
  if (!number) return absl::OkStatus();
  const std::optional<SessionDates> dates =
      model.CalendarOf(body).DatesOf(*number);
  if (!dates || dates->start <= today + 1) return absl::OkStatus();
  return NotAdoptedYetError(absl::StrCat("the opening of ", renewal.session()),
                            dates->start);
}

absl::Status CheckUnused(const Model& model, absl::string_view name) {
  const std::vector<const v1::Renewal*> renewals = model.RenewalsOf(name);
  if (!renewals.empty()) {
    return ResourceInUseError(name, renewals.front()->name());
  }
  for (const auto& [key, renewal] : model.All<v1::Renewal>()) {
    if (renewal.session() == name) return ResourceInUseError(name, key);
  }
  return absl::OkStatus();
}

}  // namespace vigil::mandate_watch
