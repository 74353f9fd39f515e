#pragma once

#include <memory>

#include "services/common/ledger/replica.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/source.h"
#include "services/mandate_watch/model.h"

namespace vigil::mandate_watch {

// Takes an `ImportRecords` call, and commits what it says as one transaction.
std::unique_ptr<rpc::Sink> MakeImportSink(ledger::Replica<Model>& replica,
                                          const rpc::Call& call);

}  // namespace vigil::mandate_watch
