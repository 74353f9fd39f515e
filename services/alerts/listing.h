#pragma once

#include "absl/status/status.h"
#include "services/alerts/feed_name.h"
#include "services/alerts/model.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/subscription_requests.pb.h"

namespace vigil::alerts {

// Questions over the model. Whether the caller may ask about a partner was
// checked before.

absl::Status ListAlerts(const Model& model,
                        const v1::ListAlertsRequest& request,
                        v1::ListAlertsResponse& response);

absl::Status ListSubscriptions(const Model& model,
                               const v1::ListSubscriptionsRequest& request,
                               v1::ListSubscriptionsResponse& response);

// `partner` is the caller's; empty for those who are none.
absl::Status ExplainAlert(const Model& model,
                          const v1::ExplainAlertRequest& request,
                          absl::string_view partner,
                          v1::ExplainAlertResponse& response);

}  // namespace vigil::alerts
