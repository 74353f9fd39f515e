#pragma once

#include "services/common/base/clock.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/surface.h"
#include "services/mandate_watch/model.h"

namespace vigil::mandate_watch {

// The RPCs of `vigil.mandate_watch.v1.MandateWatchService`, which documents
// them: checks the request, calls, answers. Neither argument is owned.
rpc::Surface MandateWatchSurface(ledger::Replica<Model>& replica,
                                 const Clock& clock);

}  // namespace vigil::mandate_watch
