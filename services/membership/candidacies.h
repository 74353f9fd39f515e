#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/membership/decide.h"
#include "vigil/membership/v1/candidacy_requests.pb.h"

namespace vigil::membership {

// What becomes of a candidacy:
//
//     ──Announce──▶ ANNOUNCED ──Conclude──▶ ELECTED, NOT_ELECTED
//                   │       ▲
//               Withdraw  Announce, from the day of the withdrawal on
//                   ▼       │
//                   WITHDRAWN
//
// `today` stands in for dates that a request leaves out; none may be after
// tomorrow, since the day begins earlier elsewhere.

absl::StatusOr<Change<v1::Candidacy>> DecideAnnounce(
    const Model& model, const v1::CreateCandidacyRequest& request,
    absl::CivilDay today);

absl::StatusOr<Change<v1::Candidacy>> DecideWithdraw(
    const Model& model, const v1::WithdrawCandidacyRequest& request,
    absl::CivilDay today);

absl::StatusOr<Change<v1::Candidacy>> DecideConclude(
    const Model& model, const v1::ConcludeCandidacyRequest& request,
    absl::CivilDay today);

}  // namespace vigil::membership
