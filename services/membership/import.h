#pragma once

#include "services/common/csv/import_session.h"
#include "services/common/csv/refusals.h"
#include "services/membership/decide.h"
#include "services/membership/tables.h"
#include "vigil/type/v1/import.pb.h"

namespace vigil::membership {

// One import is one entry of the ledger.
inline constexpr size_t kMaxImportChanges = 10'000;

// Decides what tables change: each record is as its table says from then on,
// except for what the table has no column for. Everything is tried on a copy of
// the model first, so that the order of tables and rows does not matter.
//
// `refusals` are those met while the tables were read. With `keep_going`,
// records that break a rule are left out, and what cannot be without them;
// otherwise the first error is `IMPORT_REFUSED`. The answer's revision is not
// filled in.
absl::StatusOr<Change<type::v1::ImportSummary>> DecideImport(
    const Model& model, const Tables& tables, csv::Refusals refusals,
    const type::v1::ImportOptions& options);

}  // namespace vigil::membership
