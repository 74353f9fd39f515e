#include "services/mandate_watch/decide.h"

#include "services/common/api/dates.h"
#include "services/common/api/text.h"

namespace vigil::mandate_watch {
namespace {

// The mandate that a request is about; its state may be changed.
template <typename Request>
absl::StatusOr<v1::Mandate> Asked(const Model& model, const Request& request) {
  const auto* found = model.Find<v1::Mandate>(request.name());
  if (found == nullptr) return api::NotFoundError(request.name());
  VIGIL_RETURN_IF_ERROR(
      api::CheckEtag(request.name(), request.etag(), api::EtagOf(*found)));
  return *found;
}

// No renewal may have been adopted after the mandate went.
absl::Status CheckNotRenewedSince(const Model& model,
                                  const v1::Mandate& mandate) {
  if (!mandate.has_state_date()) return absl::OkStatus();
  for (const v1::Renewal* renewal : model.RenewalsOf(mandate.name())) {
    if (renewal->has_adoption_date() &&
        api::DayOf(mandate.state_date()) <
            api::DayOf(renewal->adoption_date())) {
      return RenewedSinceError(mandate.name(), renewal->name());
    }
  }
  return absl::OkStatus();
}

template <typename Request>
absl::StatusOr<Change<v1::Mandate>> Conclude(const Model& model,
                                             const Request& request,
                                             v1::MandateState state,
                                             absl::CivilDay today) {
  VIGIL_RETURN_IF_ERROR(api::CheckSource("source", request.source()));
  VIGIL_ASSIGN_OR_RETURN(v1::Mandate mandate, Asked(model, request));
  if (mandate.state() != v1::MANDATE_STATE_ACTIVE) {
    return MandateNotActiveError(mandate);
  }
  if (request.has_state_date()) {
    VIGIL_RETURN_IF_ERROR(
        api::FromProto("state_date", request.state_date()).status());
    *mandate.mutable_state_date() = request.state_date();
  }
  mandate.set_state(state);
  *mandate.mutable_state_source() = request.source();
  VIGIL_RETURN_IF_ERROR(CheckNotRenewedSince(model, mandate));
  return Recorded(model, std::move(mandate), today);
}

}  // namespace

absl::StatusOr<Change<v1::Mandate>> DecideLapse(
    const Model& model, const v1::LapseMandateRequest& request,
    absl::CivilDay today) {
  return Conclude(model, request, v1::MANDATE_STATE_LAPSED, today);
}

absl::StatusOr<Change<v1::Mandate>> DecideEnd(
    const Model& model, const v1::EndMandateRequest& request,
    absl::CivilDay today) {
  return Conclude(model, request, v1::MANDATE_STATE_ENDED, today);
}

absl::StatusOr<Change<v1::Mandate>> DecideRestore(
    const Model& model, const v1::RestoreMandateRequest& request,
    absl::CivilDay today) {
  VIGIL_ASSIGN_OR_RETURN(v1::Mandate mandate, Asked(model, request));
  if (mandate.state() == v1::MANDATE_STATE_ACTIVE) {
    return MandateActiveError(mandate.name());
  }
  mandate.set_state(v1::MANDATE_STATE_ACTIVE);
  mandate.clear_state_date();
  mandate.clear_state_source();
  return Recorded(model, std::move(mandate), today);
}

}  // namespace vigil::mandate_watch
