#pragma once

#include "services/cli/table.h"
#include "vigil/mandate_watch/v1/mandate_requests.pb.h"
#include "vigil/mandate_watch/v1/planning_requests.pb.h"
#include "vigil/mandate_watch/v1/session_requests.pb.h"

namespace vigil::cli {

// Lists of mandate_watch as tables.
Table MandateTable(const mandate_watch::v1::ListMandatesResponse& mandates);
Table UpcomingTable(
    const mandate_watch::v1::ListUpcomingRenewalsResponse& upcoming);
Table HistoryTable(
    const mandate_watch::v1::ListMandateHistoryResponse& history);
Table SessionTable(const mandate_watch::v1::ListSessionsResponse& sessions);

}  // namespace vigil::cli
