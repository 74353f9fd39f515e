#include "services/mandate_watch/import_plan.h"

#include <string>
#include <utility>

#include "services/common/api/etag.h"
#include "services/common/base/status_macros.h"
#include "services/mandate_watch/errors.h"
#include "services/mandate_watch/records.h"
#include "services/mandate_watch/references.h"

namespace vigil::mandate_watch {
namespace {

template <typename Record>
void KeepState(const Record& /*found*/, Record& /*record*/) {}

void KeepState(const v1::Mandate& found, v1::Mandate& mandate) {
  if (mandate.state() == v1::MANDATE_STATE_ACTIVE &&
      found.state() != v1::MANDATE_STATE_ACTIVE) {
    mandate.set_state(found.state());
    if (found.has_state_date()) {
      *mandate.mutable_state_date() = found.state_date();
    }
  }
  // Tables do not say where the state comes from.
  if (found.has_state_source() && mandate.state() == found.state()) {
    *mandate.mutable_state_source() = found.state_source();
  }
}

// Plays the rows on a model of its own.
class Planner {
 public:
  Planner(Model draft, csv::Refusals refusals) : draft_(std::move(draft)) {
    plan_.refusals = std::move(refusals);
  }

  template <typename Record>
  absl::Status Take(const std::vector<Row<Record>>& rows) {
    for (const Row<Record>& row : rows) {
      Record record = row.record;
      const auto* found = draft_.Find<Record>(record.name());
      if (found != nullptr) {
        KeepState(*found, record);
        if (api::EtagOf(*found) == api::EtagOf(record)) {
          ++plan_.tally.unchanged_count;
          continue;
        }
      }
      const absl::Status agrees = CheckReferences(draft_, record);
      if (!agrees.ok()) {
        plan_.refusals.Add(row.file, row.line, "", agrees.message());
        continue;
      }
      VIGIL_RETURN_IF_ERROR(Append(record, found == nullptr));
    }
    return absl::OkStatus();
  }

  ImportPlan Finish(int64_t row_count) {
    plan_.tally.row_count = row_count;
    return std::move(plan_);
  }

 private:
  template <typename Record>
  absl::Status Append(const Record& record, bool is_new) {
    using Traits = RecordTraits<Record>;
    if (is_new && draft_.All<Record>().size() >= Traits::kMaxRecords) {
      return TooManyRecordsError(Traits::kWord, Traits::kMaxRecords);
    }
    if (plan_.events.size() == kMaxImportChanges) {
      return TooManyChangesError(kMaxImportChanges);
    }
    ++(is_new ? plan_.tally.created_count : plan_.tally.updated_count);
    plan_.events.push_back(RecordedEvent(record));
    draft_.Evolve(plan_.events.back());
    return absl::OkStatus();
  }

  Model draft_;
  ImportPlan plan_;
};

}  // namespace

absl::StatusOr<ImportPlan> PlanImport(const Model& model, const Rows& rows,
                                      csv::Refusals refusals) {
  Planner planner(model, std::move(refusals));
  VIGIL_RETURN_IF_ERROR(planner.Take(rows.sessions));
  VIGIL_RETURN_IF_ERROR(planner.Take(rows.mandates));
  VIGIL_RETURN_IF_ERROR(planner.Take(rows.renewals));
  return planner.Finish(rows.row_count);
}

}  // namespace vigil::mandate_watch
