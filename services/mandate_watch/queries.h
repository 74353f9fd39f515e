#pragma once

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/mandate_watch/model.h"
#include "vigil/mandate_watch/v1/mandate_requests.pb.h"
#include "vigil/mandate_watch/v1/planning_requests.pb.h"
#include "vigil/mandate_watch/v1/renewal_requests.pb.h"
#include "vigil/mandate_watch/v1/session_requests.pb.h"

namespace vigil::mandate_watch {

// Horizons, in days and years; see the requests.
inline constexpr int kDefaultWithinDays = 180;
inline constexpr int kMaxWithinDays = 1500;
inline constexpr int kDefaultYearsAhead = 4;
inline constexpr int kMaxYearsAhead = 20;

// The reads: each fills in the answer to a request. The errors are those of
// mandate_watch_service.proto.

absl::Status GetSession(const Model& model,
                        const v1::GetSessionRequest& request,
                        v1::Session& answer);
absl::Status GetMandate(const Model& model,
                        const v1::GetMandateRequest& request,
                        absl::CivilDay today, v1::Mandate& answer);
absl::Status GetRenewal(const Model& model,
                        const v1::GetRenewalRequest& request,
                        v1::Renewal& answer);

absl::Status ListSessions(const Model& model,
                          const v1::ListSessionsRequest& request,
                          absl::CivilDay today,
                          v1::ListSessionsResponse& answer);
absl::Status ListMandates(const Model& model,
                          const v1::ListMandatesRequest& request,
                          absl::CivilDay today,
                          v1::ListMandatesResponse& answer);
absl::Status ListRenewals(const Model& model,
                          const v1::ListRenewalsRequest& request,
                          v1::ListRenewalsResponse& answer);

absl::Status ListUpcomingRenewals(
    const Model& model, const v1::ListUpcomingRenewalsRequest& request,
    absl::CivilDay today, v1::ListUpcomingRenewalsResponse& answer);
absl::Status ListMandateHistory(const Model& model,
                                const v1::ListMandateHistoryRequest& request,
                                v1::ListMandateHistoryResponse& answer);

}  // namespace vigil::mandate_watch
