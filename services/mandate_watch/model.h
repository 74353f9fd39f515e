#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/ledger/fold.h"
#include "services/mandate_watch/calendar.h"
#include "services/mandate_watch/renewal_status.h"
#include "vigil/mandate_watch/v1/events.pb.h"

namespace vigil::mandate_watch {

// All records, folded from the ledger. Knows no rules: what is recorded was
// decided before. A value: an import tries itself out on a copy.
class Model final : public ledger::Fold {
 public:
  template <typename Record>
  using Table = absl::btree_map<std::string, Record, std::less<>>;  // By name.

  // From `ledger::Fold`. `DATA_LOSS` for what is no event of this package.
  absl::Status Apply(const ledger::Entry& entry, int64_t revision) override;
  std::vector<std::string> Serialize() const override;
  absl::Status Restore(const std::vector<std::string>& chunks) override;
  void Clear() override;

  void Evolve(const v1::Event& event);

  // All records of a kind. They bear no etag and nothing that is output only.
  template <typename Record>
  const Table<Record>& All() const {
    if constexpr (std::is_same_v<Record, v1::Session>) return sessions_;
    if constexpr (std::is_same_v<Record, v1::Mandate>) return mandates_;
    if constexpr (std::is_same_v<Record, v1::Renewal>) return renewals_;
  }

  // The record with the name; null if there is none.
  template <typename Record>
  const Record* Find(absl::string_view name) const {
    const auto it = All<Record>().find(name);
    return it == All<Record>().end() ? nullptr : &it->second;
  }

  // The sessions of a body; those of one without any are an empty calendar.
  const Calendar& CalendarOf(absl::string_view body) const;

  std::vector<const v1::Renewal*> RenewalsOf(absl::string_view mandate) const;

  // A mandate of the model with what is output only, but for the etag.
  v1::Mandate AssessedMandate(const v1::Mandate& mandate,
                              const AsOf& as_of) const;

 private:
  void Delete(const std::string& name);

  Table<v1::Session> sessions_;
  Table<v1::Mandate> mandates_;
  Table<v1::Renewal> renewals_;
  absl::btree_map<std::string, Calendar, std::less<>> calendars_;  // By body.
};

}  // namespace vigil::mandate_watch
