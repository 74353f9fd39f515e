#include "services/membership/import.h"

#include <algorithm>
#include <utility>

#include "services/common/api/dates.h"
#include "services/common/base/error.h"
#include "services/membership/row_tally.h"

namespace vigil::membership {
namespace {

// The answer is kept for repeated requests, within 64 KiB.
constexpr size_t kMaxSummaryBytes = 48 << 10;

// What an import is tried on.
class Trial {
 public:
  Trial(const Model& model, csv::Refusals refusals)
      : model_(model), scratch_(model), refusals_(std::move(refusals)) {}

  // Puts what the tables say in the place of what is recorded.
  template <typename Record>
  void Put(const std::vector<Incoming<Record>>& records) {
    for (const Incoming<Record>& incoming : records) Put(incoming);
  }

  // Refuses what breaks a rule, and takes it back; true if there was any: more
  // may break one now. Begins with what refers to others, and in each table
  // with the last row: what was there before is not to blame.
  bool Check() {
    bool refused = Check(std::get<AllPending<v1::Candidacy>>(pending_));
    refused |= Check(std::get<AllPending<v1::Election>>(pending_));
    refused |= Check(std::get<AllPending<v1::Term>>(pending_));
    refused |= Check(std::get<AllPending<v1::GroupingClaim>>(pending_));
    refused |= Check(std::get<AllPending<v1::FreedomScore>>(pending_));
    refused |= Check(std::get<AllPending<v1::Body>>(pending_));
    refused |= Check(std::get<AllPending<v1::Grouping>>(pending_));
    refused |= Check(std::get<AllPending<v1::State>>(pending_));
    return refused;
  }

  absl::Status CheckLimits() const {
    absl::Status status;
    std::apply(
        [&](const auto&... pending) { (status.Update(Limit(pending)), ...); },
        pending_);
    return status;
  }

  std::vector<v1::Event> TakeEvents() {
    std::vector<v1::Event> events;
    std::apply([&](auto&... pending) { (Move(pending, events), ...); },
               pending_);
    return events;
  }

  // Once the events are taken.
  const RowTally& tally() const { return tally_; }

  // Those given, and those found since, by file and line.
  csv::Refusals AllRefusals() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& left, const auto& right) {
                       return std::pair(left.file(), left.line()) <
                              std::pair(right.file(), right.line());
                     });
    csv::Refusals all = refusals_;
    for (const type::v1::ImportError& error : found_) {
      all.Add(error.file(), error.line(), error.column(), error.reason());
    }
    return all;
  }

 private:
  // A record that the import changes.
  template <typename Record>
  struct Pending {
    Record record;
    const Incoming<Record>* incoming;
  };
  template <typename Record>
  using AllPending = std::vector<Pending<Record>>;

  // What the table does not say stays as it is.
  static void Keep(const v1::Term& present, v1::Term& record) {
    if (!record.has_scheduled_end_date() && present.has_scheduled_end_date() &&
        record.has_end_date() &&
        api::DayOf(present.scheduled_end_date()) >=
            api::DayOf(record.end_date())) {
      *record.mutable_scheduled_end_date() = present.scheduled_end_date();
    }
  }
  static void Keep(const v1::Candidacy& present, v1::Candidacy& record) {
    if (record.candidacy_state() == v1::CANDIDACY_STATE_WITHDRAWN &&
        present.has_withdraw_date()) {
      *record.mutable_withdraw_date() = present.withdraw_date();
    }
  }
  template <typename Record>
  static void Keep(const Record& /*present*/, Record& /*record*/) {}

  template <typename Record>
  void Put(const Incoming<Record>& incoming) {
    const Record* present = model_.Find<Record>(incoming.record.name());
    Record record = incoming.record;
    if (present != nullptr) Keep(*present, record);
    Complete(scratch_, record);
    if (present != nullptr && api::EtagOf(record) == present->etag()) {
      tally_.Mark(incoming, RowOutcome::kUnchanged);
      return;
    }
    const absl::Status status = CheckFields(record).ToStatus("");
    if (!status.ok()) return Refuse(incoming, status);
    scratch_.Put(record);
    std::get<AllPending<Record>>(pending_).push_back(
        {std::move(record), &incoming});
  }

  template <typename Record>
  bool Check(AllPending<Record>& pending) {
    AllPending<Record> good;
    for (auto one = pending.rbegin(); one != pending.rend(); ++one) {
      const absl::Status status = CheckRules(scratch_, one->record);
      if (status.ok()) {
        good.push_back(std::move(*one));
        continue;
      }
      Refuse(*one->incoming, status);
      TakeBack<Record>(one->record.name());
    }
    std::reverse(good.begin(), good.end());
    const bool refused = good.size() != pending.size();
    pending = std::move(good);
    return refused;
  }

  template <typename Record>
  void TakeBack(const std::string& name) {
    const Record* present = model_.Find<Record>(name);
    if (present != nullptr) {
      scratch_.Put(*present);
    } else {
      scratch_.Delete(name);
    }
  }

  template <typename Record>
  void Refuse(const Incoming<Record>& incoming, const absl::Status& status) {
    tally_.Mark(incoming, RowOutcome::kRefused);
    std::vector<FieldViolation> violations = FieldViolationsOf(status);
    if (violations.empty()) {
      violations.push_back({.field = MetadataOf(status)["field"],
                            .description = std::string(status.message())});
    }
    for (const FieldViolation& violation : violations) {
      type::v1::ImportError& error = found_.emplace_back();
      error.set_file(incoming.file);
      error.set_line(incoming.line());
      error.set_column(ColumnOf<Record>(violation.field));
      error.set_reason(violation.description);
    }
  }

  template <typename Record>
  absl::Status Limit(const AllPending<Record>& /*kind*/) const {
    using Traits = RecordTraits<Record>;
    if (scratch_.records<Record>().size() <= Traits::kMaxRecords) {
      return absl::OkStatus();
    }
    return TooManyRecordsError(Traits::kPattern, Traits::kMaxRecords);
  }

  template <typename Record>
  void Move(AllPending<Record>& pending, std::vector<v1::Event>& events) {
    for (Pending<Record>& one : pending) {
      const bool existed = model_.Find<Record>(one.record.name()) != nullptr;
      tally_.Mark(*one.incoming,
                  existed ? RowOutcome::kUpdated : RowOutcome::kCreated);
      RecordTraits<Record>::In(events.emplace_back()) = std::move(one.record);
    }
  }

  const Model& model_;
  Model scratch_;
  const csv::Refusals refusals_;
  std::vector<type::v1::ImportError> found_;
  RowTally tally_;
  std::tuple<AllPending<v1::State>, AllPending<v1::Grouping>,
             AllPending<v1::Body>, AllPending<v1::FreedomScore>,
             AllPending<v1::GroupingClaim>, AllPending<v1::Term>,
             AllPending<v1::Election>, AllPending<v1::Candidacy>>
      pending_;
};

}  // namespace

absl::StatusOr<Change<type::v1::ImportSummary>> DecideImport(
    const Model& model, const Tables& tables, csv::Refusals refusals,
    const type::v1::ImportOptions& options) {
  Trial trial(model, std::move(refusals));
  std::apply([&](const auto&... records) { (trial.Put(records), ...); },
             tables.records);
  while (trial.Check() && options.keep_going()) {
  }
  const csv::Refusals all = trial.AllRefusals();
  if (!all.empty() && !options.keep_going()) return all.ToError();
  VIGIL_RETURN_IF_ERROR(trial.CheckLimits());
  Change<type::v1::ImportSummary> change;
  change.events = trial.TakeEvents();
  if (change.events.size() > kMaxImportChanges) {
    return TooManyChangesError(kMaxImportChanges);
  }
  change.response = csv::Summary(trial.tally().Sum(tables.row_count), all, 0);
  while (change.response.ByteSizeLong() > kMaxSummaryBytes) {
    change.response.mutable_errors()->RemoveLast();
  }
  return change;
}

}  // namespace vigil::membership
