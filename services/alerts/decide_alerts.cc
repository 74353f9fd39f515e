#include "services/alerts/decide_alerts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/alerts/checks.h"
#include "services/alerts/errors.h"
#include "services/common/api/dates.h"
#include "services/common/api/text.h"
#include "services/common/base/status_macros.h"

namespace vigil::alerts {
namespace {

// How the facts that a request was derived from compare with those that the
// alert was last changed by.
enum class Age { kOlder, kSame, kNewer };

template <typename Derivations>
Age AgeOf(const Derivations& given, const v1::Alert& alert) {
  bool newer = given.empty();  // Nothing is known against it.
  for (const v1::Derivation& derivation : given) {
    const auto before =
        std::find_if(alert.derivations().begin(), alert.derivations().end(),
                     [&derivation](const v1::Derivation& other) {
                       return other.service() == derivation.service();
                     });
    if (before == alert.derivations().end()) {
      newer = true;
    } else if (derivation.revision() < before->revision()) {
      return Age::kOlder;
    } else {
      newer |= derivation.revision() > before->revision();
    }
  }
  return newer ? Age::kNewer : Age::kSame;
}

// Several changes, each decided on what those before have led to.
class Reconciliation {
 public:
  Reconciliation(const Model& model, absl::Time now)
      : model_(model),
        now_(api::ToProto(now)),
        active_(static_cast<int64_t>(model.log().active().size())) {}

  v1::AlertOutcome Raise(v1::Alert alert) {
    const v1::Alert* const before = Find(alert.key());
    if (before != nullptr) {
      if (before->state() == v1::ALERT_STATE_ACTIVE) {
        return AgeOf(alert.derivations(), *before) == Age::kOlder
                   ? v1::ALERT_OUTCOME_STALE
                   : v1::ALERT_OUTCOME_UNCHANGED;
      }
      if (AgeOf(alert.derivations(), *before) != Age::kNewer) {
        return v1::ALERT_OUTCOME_STALE;
      }
    }
    alert.set_name(AlertNameOf(alert.key()));
    alert.set_state(v1::ALERT_STATE_ACTIVE);
    *alert.mutable_raise_time() = now_;
    alert.clear_resolve_time();
    alert.clear_resolve_reason();
    alert.clear_superseded_by();
    const std::vector<v1::Alert> superseded = ActiveAmong(alert.supersedes());
    SetPredecessors(superseded, alert);
    const std::string key = alert.key();
    ++active_;
    Write(v1::ALERT_UPDATE_RAISED, std::move(alert));
    for (const v1::Alert& old : superseded) Supersede(old, key);
    return v1::ALERT_OUTCOME_RAISED;
  }

  v1::AlertOutcome Resolve(const v1::AlertResolution& resolution) {
    const v1::Alert* const before = Find(resolution.key());
    if (before == nullptr) return v1::ALERT_OUTCOME_NOT_FOUND;
    if (before->state() != v1::ALERT_STATE_ACTIVE) {
      return v1::ALERT_OUTCOME_UNCHANGED;
    }
    if (AgeOf(resolution.derivations(), *before) == Age::kOlder) {
      return v1::ALERT_OUTCOME_STALE;
    }
    v1::Alert alert = *before;
    alert.set_state(v1::ALERT_STATE_RESOLVED);
    alert.set_resolve_reason(resolution.reason());
    *alert.mutable_resolve_time() = now_;
    Merge(resolution, alert);
    --active_;
    Write(v1::ALERT_UPDATE_RESOLVED, std::move(alert));
    return v1::ALERT_OUTCOME_RESOLVED;
  }

  // The alert as it would be; null if there is none.
  const v1::Alert* Find(const std::string& key) const {
    const auto changed = changed_.find(key);
    if (changed != changed_.end()) return &changed->second;
    const AlertRecord* const record = model_.log().FindByKey(key);
    return record == nullptr ? nullptr : record->alert.get();
  }

  absl::Status Check(int64_t max_active) const {
    if (events_.empty() || active_ <= max_active) return absl::OkStatus();
    return TooManyActiveAlertsError(max_active);
  }

  std::vector<v1::Event> TakeEvents() { return std::move(events_); }

 private:
  // Copies: what is written moves them.
  template <typename Keys>
  std::vector<v1::Alert> ActiveAmong(const Keys& keys) const {
    std::vector<v1::Alert> active;
    for (const std::string& key : std::set(keys.begin(), keys.end())) {
      const v1::Alert* const alert = Find(key);
      if (alert != nullptr && alert->state() == v1::ALERT_STATE_ACTIVE) {
        active.push_back(*alert);
      }
    }
    return active;
  }

  void Supersede(v1::Alert alert, const std::string& by) {
    alert.set_state(v1::ALERT_STATE_SUPERSEDED);
    alert.set_superseded_by(by);
    *alert.mutable_resolve_time() = now_;
    --active_;
    Write(v1::ALERT_UPDATE_SUPERSEDED, std::move(alert));
  }

  // The facts that the alert was resolved by are now those it is known from.
  static void Merge(const v1::AlertResolution& resolution, v1::Alert& alert) {
    for (const v1::Derivation& derivation : resolution.derivations()) {
      auto* const known = alert.mutable_derivations();
      const auto same =
          std::find_if(known->begin(), known->end(),
                       [&derivation](const v1::Derivation& other) {
                         return other.service() == derivation.service();
                       });
      if (same != known->end()) {
        *same = derivation;
      } else {
        *known->Add() = derivation;
      }
    }
  }

  void SetPredecessors(const std::vector<v1::Alert>& superseded,
                       v1::Alert& alert) const {
    auto& predecessors = *alert.mutable_predecessors();
    predecessors.Clear();
    for (const v1::Alert& old : superseded) {
      predecessors.MergeFrom(old.predecessors());
      v1::Predecessor& predecessor = *predecessors.Add();
      predecessor.set_key(old.key());
      predecessor.set_kind(old.kind());
      if (old.has_lead_days()) predecessor.set_lead_days(old.lead_days());
      if (old.has_previous_score()) {
        predecessor.set_previous_score(old.previous_score());
      }
      *predecessor.mutable_supersede_time() = now_;
    }
    const int too_many = predecessors.size() - kMaxPredecessors;
    if (too_many > 0) predecessors.DeleteSubrange(0, too_many);
  }

  void Write(v1::AlertUpdate update, v1::Alert alert) {
    v1::Event& event = events_.emplace_back();
    event.mutable_alert_updated()->set_update(update);
    *event.mutable_alert_updated()->mutable_alert() = alert;
    changed_[alert.key()] = std::move(alert);
  }

  const Model& model_;
  const google::protobuf::Timestamp now_;
  int64_t active_;
  std::map<std::string, v1::Alert> changed_;
  std::vector<v1::Event> events_;
};

absl::Status Check(const v1::ReconcileAlertsRequest& request) {
  Violations violations;
  const int count = request.raises_size() + request.resolutions_size();
  if (count < 1 || count > kMaxReconciled) {
    violations.Add("raises", absl::StrCat("together with resolutions 1 to ",
                                          kMaxReconciled));
    return violations.ToStatus();
  }
  violations.Add(api::CheckRequestId(request.request_id()));
  std::set<std::string> keys;
  for (int i = 0; i < request.raises_size(); ++i) {
    const std::string field = absl::StrCat("raises[", i, "]");
    CheckAlert(field, request.raises(i), violations);
    violations.Require(keys.insert(request.raises(i).key()).second,
                       absl::StrCat(field, ".key"), "each key once");
  }
  for (int i = 0; i < request.resolutions_size(); ++i) {
    const std::string field = absl::StrCat("resolutions[", i, "]");
    CheckResolution(field, request.resolutions(i), violations);
    violations.Require(keys.insert(request.resolutions(i).key()).second,
                       absl::StrCat(field, ".key"), "each key once");
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<Change<v1::RaiseAlertResponse>> DecideRaise(
    const Model& model, const v1::RaiseAlertRequest& request, absl::Time now,
    int64_t max_active) {
  Violations violations;
  CheckAlert("alert", request.alert(), violations);
  violations.Add(api::CheckRequestId(request.request_id()));
  VIGIL_RETURN_IF_ERROR(violations.ToStatus());
  Reconciliation reconciliation(model, now);
  Change<v1::RaiseAlertResponse> decided;
  decided.response.set_outcome(reconciliation.Raise(request.alert()));
  VIGIL_RETURN_IF_ERROR(reconciliation.Check(max_active));
  *decided.response.mutable_alert() =
      *reconciliation.Find(request.alert().key());
  decided.events = reconciliation.TakeEvents();
  return decided;
}

absl::StatusOr<Change<v1::ResolveAlertResponse>> DecideResolve(
    const Model& model, const v1::ResolveAlertRequest& request,
    absl::Time now) {
  Violations violations;
  CheckResolution("resolution", request.resolution(), violations);
  violations.Add(api::CheckRequestId(request.request_id()));
  VIGIL_RETURN_IF_ERROR(violations.ToStatus());
  Reconciliation reconciliation(model, now);
  Change<v1::ResolveAlertResponse> decided;
  decided.response.set_outcome(reconciliation.Resolve(request.resolution()));
  const v1::Alert* const alert =
      reconciliation.Find(request.resolution().key());
  if (alert != nullptr) *decided.response.mutable_alert() = *alert;
  decided.events = reconciliation.TakeEvents();
  return decided;
}

absl::StatusOr<Change<v1::ReconcileAlertsResponse>> DecideReconcile(
    const Model& model, const v1::ReconcileAlertsRequest& request,
    absl::Time now, int64_t max_active) {
  VIGIL_RETURN_IF_ERROR(Check(request));
  Reconciliation reconciliation(model, now);
  Change<v1::ReconcileAlertsResponse> decided;
  for (const v1::Alert& alert : request.raises()) {
    decided.response.add_raise_outcomes(reconciliation.Raise(alert));
  }
  for (const v1::AlertResolution& resolution : request.resolutions()) {
    decided.response.add_resolution_outcomes(
        reconciliation.Resolve(resolution));
  }
  VIGIL_RETURN_IF_ERROR(reconciliation.Check(max_active));
  decided.events = reconciliation.TakeEvents();
  return decided;
}

}  // namespace vigil::alerts
