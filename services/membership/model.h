#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/common/api/errors.h"
#include "services/common/api/etag.h"
#include "services/common/ledger/fold.h"
#include "services/membership/records.h"

namespace vigil::membership {

// The records of one kind by name. Names sort so that what belongs together is
// together: the editions of a state by year, the terms of a body by state.
template <typename Record>
using Records = absl::btree_map<std::string, Record>;

// What is known: all records, and who refers to whom. Records bear their etag.
//
// It believes events: whether they make sense is for the decisions to say. A
// copy is a scratch pad on which an import can be tried.
class Model final : public ledger::Fold {
 public:
  // The record called `name`, or null. Valid until the model changes.
  template <typename Record>
  const Record* Find(absl::string_view name) const {
    const auto found = records<Record>().find(name);
    return found == records<Record>().end() ? nullptr : &found->second;
  }

  // The same; `NOT_FOUND`, reason `RESOURCE_NOT_FOUND`.
  template <typename Record>
  absl::StatusOr<const Record*> Get(absl::string_view name) const {
    const auto* record = Find<Record>(name);
    if (record == nullptr) return api::NotFoundError(name);
    return record;
  }

  template <typename Record>
  const Records<Record>& records() const {
    return std::get<Records<Record>>(records_);
  }

  // Calls `visit(record)` for the records of the kind whose names start with
  // `prefix`, by name, until it returns false.
  template <typename Record, typename Visit>
  void ForEach(absl::string_view prefix, Visit visit) const {
    const Records<Record>& all = records<Record>();
    for (auto it = all.lower_bound(prefix);
         it != all.end() && absl::StartsWith(it->first, prefix); ++it) {
      if (!visit(it->second)) return;
    }
  }

  // The names that start with `prefix` of the records that refer to `name`, by
  // name.
  std::vector<std::string> ReferrersOf(absl::string_view name,
                                       absl::string_view prefix) const;

  // The first record that refers to `name`; empty if none does.
  std::string ReferrerOf(absl::string_view name) const;

  // Records `record`, for the first time or anew.
  template <typename Record>
  void Put(Record record) {
    Unlink(record.name());
    for (std::string& target : ReferencesOf(record)) {
      referrers_.emplace(std::move(target), record.name());
    }
    record.set_etag(api::EtagOf(record));
    std::string name = record.name();
    std::get<Records<Record>>(records_)[std::move(name)] = std::move(record);
  }

  // Forgets the record called `name`, if there is one.
  void Delete(const std::string& name);

  // `DATA_LOSS`, reason `EVENT_UNKNOWN`, if it holds none that is known here.
  absl::Status Evolve(const v1::Event& event);

  // All records as events, each after those that it refers to.
  std::vector<v1::Event> ToEvents() const;

  absl::Status Apply(const ledger::Entry& entry, int64_t revision) override;
  // Chunks of events, each after its length as a varint.
  std::vector<std::string> Serialize() const override;
  absl::Status Restore(const std::vector<std::string>& chunks) override;
  void Clear() override;

 private:
  // The record is about to go, or to be replaced: forgets what it refers to.
  void Unlink(const std::string& name);

  // In an order in which each refers to those before, or to its own kind.
  std::tuple<Records<v1::State>, Records<v1::Grouping>, Records<v1::Body>,
             Records<v1::FreedomScore>, Records<v1::GroupingClaim>,
             Records<v1::Term>, Records<v1::Election>, Records<v1::Candidacy>>
      records_;
  // (name, name of a record that refers to it).
  absl::btree_set<std::pair<std::string, std::string>> referrers_;
};

}  // namespace vigil::membership
