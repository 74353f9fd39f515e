#pragma once

#include "services/cli/state_names.h"
#include "services/cli/table.h"
#include "vigil/membership/v1/candidacy_requests.pb.h"
#include "vigil/membership/v1/election_requests.pb.h"
#include "vigil/membership/v1/grouping_requests.pb.h"
#include "vigil/membership/v1/state_requests.pb.h"
#include "vigil/membership/v1/term_requests.pb.h"

namespace vigil::cli {

// Lists of membership as tables, in an order that people expect.
Table MemberTable(const membership::v1::ListMembersResponse& members);
Table StateTable(const membership::v1::ListStatesResponse& states);
Table ScoreTable(const membership::v1::ListFreedomScoresResponse& scores,
                 const StateNames& names);
Table ClaimTable(const membership::v1::ListGroupingClaimsResponse& claims,
                 const StateNames& names);
Table ElectionTable(const membership::v1::ListElectionsResponse& elections);
Table CandidacyTable(const membership::v1::ListCandidaciesResponse& candidacies,
                     const StateNames& names);

}  // namespace vigil::cli
