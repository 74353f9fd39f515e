#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/source.h"
#include "services/mandate_watch/model.h"
#include "vigil/mandate_watch/v1/stream_requests.pb.h"

namespace vigil::mandate_watch {

using MandateReplica = ledger::Replica<Model>;

inline constexpr int kEventsPerMessage = 500;

// Begins what `MandateWatchService.Watch` streams. What is output only of a
// mandate is told again when it has become another: after an entry, since what
// is due depends on renewals and sessions, and with the sign of life after
// midnight, since whether it is due depends on the day. For that a stream
// remembers a hash of each mandate that it has told.
absl::StatusOr<std::unique_ptr<rpc::Source>> OpenWatch(
    MandateReplica& replica, const Clock& clock,
    const v1::WatchRequest& request);

}  // namespace vigil::mandate_watch
