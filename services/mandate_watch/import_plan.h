#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/common/csv/import_session.h"
#include "services/mandate_watch/import_rows.h"
#include "services/mandate_watch/model.h"

namespace vigil::mandate_watch {

inline constexpr size_t kMaxImportChanges = 5'000;

// What an import leads to.
struct ImportPlan {
  std::vector<v1::Event> events;  // None where rows say what is recorded.
  csv::ImportTally tally;
  csv::Refusals refusals;  // With those of the rows.
};

// Decides what `rows` change: sessions, then mandates, then renewals, each
// checked against those before it, so that references may go from table to
// table whatever their order. A row that does not agree with what is recorded
// or imported is refused, and left out. An import never takes back that a
// mandate lapsed or ended: `RestoreMandate` does.
//
// `RESOURCE_EXHAUSTED`, `IMPORT_TOO_LARGE` or `TOO_MANY_RECORDS`.
absl::StatusOr<ImportPlan> PlanImport(const Model& model, const Rows& rows,
                                      csv::Refusals refusals);

}  // namespace vigil::mandate_watch
