#include "services/alerts/alert_log.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"

namespace vigil::alerts {

std::string AlertNameOf(absl::string_view key) {
  return absl::StrCat("alerts/a", absl::BytesToHexString(Blake2b(key, 16)));
}

namespace {

void FillFeatures(Update& update, NameTable& names) {
  update.features = FeaturesOf(*update.alert, names);
  if (update.kind != v1::ALERT_UPDATE_RESOLVED) return;
  update.features = ForNewcomers(*update.alert, std::move(update.features));
  update.earlier = EarlierNoticesOf(*update.alert, names);
}

void ReleaseFeatures(const Update& update, NameTable& names) {
  ReleaseNames(update.features.terms, names);
  for (const EarlierNotice& notice : update.earlier) {
    ReleaseNames(notice.features.terms, names);
  }
}

}  // namespace

const Update& AlertLog::Append(int64_t revision, v1::AlertUpdate kind,
                               v1::Alert alert) {
  const int64_t position = update_count_ + 1;
  int64_t raise_position = position;
  if (kind != v1::ALERT_UPDATE_RAISED) {
    const AlertRecord* const record = FindByKey(alert.key());
    if (record != nullptr) raise_position = record->raise_position;
  }
  Update& update = updates_.emplace_back();
  update.position = position;
  update.revision = revision;
  update.kind = kind;
  update.raise_position = raise_position;
  update.alert = std::make_shared<const v1::Alert>(std::move(alert));
  FillFeatures(update, names_);
  update_count_ = position;
  Record(updates_.back());
  while (kept() > max_updates_) TrimOldest();
  return updates_.back();
}

void AlertLog::Record(const Update& update) {
  const std::string& key = update.alert->key();
  AlertRecord& record = alerts_[key];
  if (record.alert == nullptr) key_by_name_.emplace(update.alert->name(), key);
  const int64_t raised_before = record.raise_position;
  record = {.alert = update.alert,
            .raise_position = update.raise_position,
            .last_position = update.position};
  if (raised_before != update.raise_position) {
    by_raise_.erase(raised_before);
    by_raise_.emplace(update.raise_position, key);
  }
  if (active_.erase(raised_before) != 0) Unpin(raised_before);
  if (update.kind == v1::ALERT_UPDATE_RAISED) {
    active_.emplace(update.position, key);
  }
}

void AlertLog::Unpin(int64_t raise_position) {
  const auto pinned = pinned_.find(raise_position);
  if (pinned == pinned_.end()) return;
  ReleaseFeatures(pinned->second, names_);
  pinned_.erase(pinned);
}

void AlertLog::TrimOldest() {
  Update oldest = std::move(updates_.front());
  updates_.pop_front();
  trimmed_revision_ = oldest.revision;
  if (active_.contains(oldest.position)) {
    pinned_.emplace(oldest.position, std::move(oldest));
    return;
  }
  ReleaseFeatures(oldest, names_);
  const auto record = alerts_.find(oldest.alert->key());
  if (record == alerts_.end() ||
      record->second.last_position != oldest.position) {
    return;
  }
  by_raise_.erase(record->second.raise_position);
  key_by_name_.erase(oldest.alert->name());
  alerts_.erase(record);
}

const Update* AlertLog::Find(int64_t position) const {
  const int64_t index = position - trimmed_position() - 1;
  if (index >= 0 && index < kept()) return &updates_[index];
  const auto pinned = pinned_.find(position);
  return pinned == pinned_.end() ? nullptr : &pinned->second;
}

const AlertRecord* AlertLog::FindByKey(absl::string_view key) const {
  const auto found = alerts_.find(key);
  return found == alerts_.end() ? nullptr : &found->second;
}

const AlertRecord* AlertLog::FindByName(absl::string_view name) const {
  const auto found = key_by_name_.find(name);
  return found == key_by_name_.end() ? nullptr : FindByKey(found->second);
}

void AlertLog::Clear() {
  update_count_ = 0;
  trimmed_revision_ = 0;
  for (const Update& update : updates_) ReleaseFeatures(update, names_);
  updates_.clear();
  for (const auto& [position, update] : pinned_) {
    ReleaseFeatures(update, names_);
  }
  pinned_.clear();
  active_.clear();
  by_raise_.clear();
  alerts_.clear();
  key_by_name_.clear();
}

void AlertLog::StartRestore(int64_t trimmed_position,
                            int64_t trimmed_revision) {
  Clear();
  update_count_ = trimmed_position;
  trimmed_revision_ = trimmed_revision;
}

void AlertLog::Restore(const v1::SnapshotUpdate& stored) {
  Update update;
  update.position = stored.position();
  update.revision = stored.revision();
  update.kind = stored.update();
  update.raise_position = stored.raise_position();
  update.alert = std::make_shared<const v1::Alert>(stored.alert());
  FillFeatures(update, names_);
  Record(update);
  if (update.position <= update_count_) {
    pinned_.emplace(update.position, std::move(update));
  } else {
    update_count_ = update.position;
    updates_.push_back(std::move(update));
  }
}

}  // namespace vigil::alerts
