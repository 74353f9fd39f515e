#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/alerts/change.h"
#include "services/alerts/model.h"
#include "vigil/alerts/v1/alert_requests.pb.h"

namespace vigil::alerts {

inline constexpr int64_t kMaxActiveAlerts = 20'000;
inline constexpr int kMaxPredecessors = 20;

// Decide what raising and resolving alerts leads to. Pure: the same model,
// request and time give the same events. Each checks the request first.
//
// An alert that is active stays as it is. One that is not is raised again,
// unless its derivations say that the facts are not newer: of two notifiers the
// slower one does not undo what the faster one has said.
// `TOO_MANY_ACTIVE_ALERTS` if the model would have more than `max_active`
// active alerts.
absl::StatusOr<Change<v1::RaiseAlertResponse>> DecideRaise(
    const Model& model, const v1::RaiseAlertRequest& request, absl::Time now,
    int64_t max_active = kMaxActiveAlerts);

absl::StatusOr<Change<v1::ResolveAlertResponse>> DecideResolve(
    const Model& model, const v1::ResolveAlertRequest& request, absl::Time now);

absl::StatusOr<Change<v1::ReconcileAlertsResponse>> DecideReconcile(
    const Model& model, const v1::ReconcileAlertsRequest& request,
    absl::Time now, int64_t max_active = kMaxActiveAlerts);

}  // namespace vigil::alerts
