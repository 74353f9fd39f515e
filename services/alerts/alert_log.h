#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/alerts/earlier_notices.h"
#include "services/alerts/name_table.h"
#include "services/alerts/terms.h"
#include "vigil/alerts/v1/alert.pb.h"
#include "vigil/alerts/v1/feed.pb.h"
#include "vigil/alerts/v1/snapshot.pb.h"

namespace vigil::alerts {

// One change of an alert: the alert as it was after that, and its features.
struct Update {
  int64_t position = 0;  // Among all updates, from 1.
  int64_t revision = 0;  // Of its entry.
  v1::AlertUpdate kind = v1::ALERT_UPDATE_UNSPECIFIED;
  int64_t raise_position = 0;  // Of the update that raised the alert last.
  std::shared_ptr<const v1::Alert> alert;
  // What it is about; of one that is resolved, as it is to newcomers.
  Features features;
  // To whom else its resolution is told.
  std::vector<EarlierNotice> earlier;

  // Whether it is an item of feeds.
  bool IsTold() const { return kind != v1::ALERT_UPDATE_SUPERSEDED; }

  // Whether it is for a subscription in force as it happens.
  bool Admits(const Conditions& conditions, int64_t create_micros) const {
    if (Matches(conditions, features)) return true;
    return std::any_of(earlier.begin(), earlier.end(),
                       [&](const EarlierNotice& notice) {
                         return notice.Admits(conditions, create_micros);
                       });
  }
};

// An alert as it is now.
struct AlertRecord {
  std::shared_ptr<const v1::Alert> alert;
  int64_t raise_position = 0;  // Of the update that raised it last.
  int64_t last_position = 0;   // Of the last update.

  bool IsActive() const { return alert->state() == v1::ALERT_STATE_ACTIVE; }
};

// `alerts/a…`, from the BLAKE2b hash of the key.
std::string AlertNameOf(absl::string_view key);

// Every change of every alert, in order, as far back as is kept, and the alerts
// as they are now. What raised an alert that is active is kept however old it
// is. An alert whose last change is not kept any more is forgotten.
class AlertLog {
 public:
  // Keeps `max_updates` of the updates. `names` is not owned.
  AlertLog(int64_t max_updates, NameTable& names)
      : max_updates_(max_updates), names_(names) {}

  // Appends an update and drops what is too old. Revisions never descend.
  const Update& Append(int64_t revision, v1::AlertUpdate kind, v1::Alert alert);

  // The update at `position`, or null if it is not kept.
  const Update* Find(int64_t position) const;

  // The updates that are kept without gaps, oldest first. Older ones that raise
  // alerts that are still active are not among them.
  const std::deque<Update>& updates() const { return updates_; }

  // Updates by position that raised the alerts that are active.
  const absl::btree_map<int64_t, std::string>& active() const {
    return active_;
  }

  // Alerts by the position that raised them: the value is the key.
  const absl::btree_map<int64_t, std::string>& by_raise() const {
    return by_raise_;
  }

  // Null if there is no such alert.
  const AlertRecord* FindByKey(absl::string_view key) const;
  const AlertRecord* FindByName(absl::string_view name) const;

  // How many updates there ever were.
  int64_t update_count() const { return update_count_; }
  // Up to this position, and its revision, updates are not kept.
  int64_t trimmed_position() const { return update_count_ - kept(); }
  int64_t trimmed_revision() const { return trimmed_revision_; }

  void Clear();
  // For snapshots: `Restore` takes the updates in order, older than all others
  // those before `trimmed_position`.
  const absl::btree_map<int64_t, Update>& pinned() const { return pinned_; }
  void StartRestore(int64_t trimmed_position, int64_t trimmed_revision);
  void Restore(const v1::SnapshotUpdate& stored);

 private:
  int64_t kept() const { return static_cast<int64_t>(updates_.size()); }
  void Record(const Update& update);
  void Unpin(int64_t raise_position);
  void TrimOldest();

  const int64_t max_updates_;
  NameTable& names_;
  int64_t update_count_ = 0;
  int64_t trimmed_revision_ = 0;
  std::deque<Update> updates_;
  absl::btree_map<int64_t, Update> pinned_;
  absl::btree_map<int64_t, std::string> active_;
  absl::btree_map<int64_t, std::string> by_raise_;
  absl::flat_hash_map<std::string, AlertRecord> alerts_;  // By key.
  absl::flat_hash_map<std::string, std::string> key_by_name_;
};

}  // namespace vigil::alerts
