#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/alerts/model.h"
#include "vigil/alerts/v1/events.pb.h"

namespace vigil::alerts {

// Writes a model's entries for tests, as decisions would.
class History {
 public:
  explicit History(Model& model) : model_(&model) {}

  // Goes on with another model that is in the same state.
  void ContinueWith(Model& model) { model_ = &model; }

  int64_t revision() const { return revision_; }

  void Raise(v1::Alert alert) { Write({Updated(RaisedOf(std::move(alert)))}); }

  void Resolve(const std::string& key) {
    v1::Alert alert = *model_->log().FindByKey(key)->alert;
    alert.set_state(v1::ALERT_STATE_RESOLVED);
    alert.mutable_resolve_time()->set_seconds(revision_ + 1);
    Write({Updated(alert, v1::ALERT_UPDATE_RESOLVED)});
  }

  void RaiseSuperseding(v1::Alert alert, const std::string& old_key) {
    v1::Alert old = *model_->log().FindByKey(old_key)->alert;
    *alert.mutable_predecessors() = old.predecessors();
    v1::Predecessor& predecessor = *alert.add_predecessors();
    predecessor.set_kind(old.kind());
    if (old.has_lead_days()) predecessor.set_lead_days(old.lead_days());
    if (old.has_previous_score()) {
      predecessor.set_previous_score(old.previous_score());
    }
    predecessor.mutable_supersede_time()->set_seconds(revision_ + 1);
    old.set_state(v1::ALERT_STATE_SUPERSEDED);
    old.mutable_resolve_time()->set_seconds(revision_ + 1);
    Write({Updated(RaisedOf(std::move(alert))),
           Updated(old, v1::ALERT_UPDATE_SUPERSEDED)});
  }

  void Create(v1::Subscription subscription) {
    subscription.mutable_create_time()->set_seconds(revision_ + 1);
    subscription.mutable_update_time()->set_seconds(revision_ + 1);
    v1::Event event;
    *event.mutable_subscription_created()->mutable_subscription() =
        std::move(subscription);
    Write({event});
  }

  void Update(v1::Subscription subscription) {
    subscription.mutable_update_time()->set_seconds(revision_ + 1);
    v1::Event event;
    *event.mutable_subscription_updated()->mutable_subscription() =
        std::move(subscription);
    Write({event});
  }

  void Delete(const std::string& name) {
    v1::Event event;
    event.mutable_subscription_deleted()->set_name(name);
    Write({event});
  }

  void Acknowledge(const std::string& parent, int64_t sequence) {
    v1::Event event;
    event.mutable_feed_acknowledged()->set_parent(parent);
    event.mutable_feed_acknowledged()->set_sequence(sequence);
    event.mutable_feed_acknowledged()->mutable_acknowledge_time()->set_seconds(
        revision_ + 1);
    Write({event});
  }

  void Write(std::initializer_list<v1::Event> events) {
    ledger::Entry entry;
    for (const v1::Event& event : events) {
      entry.add_events(event.SerializeAsString());
    }
    last_ = model_->Apply(entry, ++revision_);
  }

  // What came of the last entry.
  const absl::Status& last() const { return last_; }

 private:
  v1::Alert RaisedOf(v1::Alert alert) const {
    alert.set_name(AlertNameOf(alert.key()));
    alert.set_state(v1::ALERT_STATE_ACTIVE);
    alert.mutable_raise_time()->set_seconds(revision_ + 1);
    return alert;
  }
  static v1::Event Updated(v1::Alert alert,
                           v1::AlertUpdate update = v1::ALERT_UPDATE_RAISED) {
    v1::Event event;
    event.mutable_alert_updated()->set_update(update);
    *event.mutable_alert_updated()->mutable_alert() = std::move(alert);
    return event;
  }

  Model* model_;
  int64_t revision_ = 0;
  absl::Status last_;
};

inline std::string SubscriptionName(absl::string_view partner,
                                    absl::string_view id) {
  return absl::StrCat("partners/", partner, "/subscriptions/", id);
}

}  // namespace vigil::alerts
