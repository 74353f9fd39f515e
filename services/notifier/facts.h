#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/notifier/rules/finding.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/events.pb.h"
#include "vigil/mandate_watch/v1/events.pb.h"
#include "vigil/membership/v1/events.pb.h"

namespace vigil::notifier {

// What the notifier knows at present: the records of membership and
// mandate_watch and the alerts that were raised, each folded from the `Watch`
// of its service. It can be thrown away at any time and folded again. Records
// are kept by name, in order.
class Facts {
 public:
  template <typename Record>
  using ByName = std::map<std::string, Record>;

  // Each forgets what a service said, before its `Watch` starts over.
  void ClearMembership();
  void ClearMandateWatch();
  void ClearAlerts();

  void Apply(const membership::v1::Event& event);
  void Apply(const mandate_watch::v1::Event& event);
  void Apply(const alerts::v1::Event& event);

  // Takes what alerts is told as done: what is said next builds on it.
  void Expect(const alerts::v1::ReconcileAlertsRequest& request);

  // The state by name, or an empty one with the name for its short name.
  const membership::v1::State& StateOf(const std::string& name) const;

  // The scores of a state by edition, oldest first.
  const std::map<int, membership::v1::FreedomScore>& ScoresOf(
      const std::string& state) const;

  // The groupings that a state belongs to on a day, by name. A claim without a
  // start counts from ever.
  std::vector<std::string> GroupingsOf(const std::string& state,
                                       absl::CivilDay day) const;

  // The alerts with state ACTIVE whose keys start with `prefix`, by key.
  std::vector<const Alert*> ActiveAlerts(absl::string_view prefix) const;

  const ByName<membership::v1::Body>& bodies() const { return bodies_; }
  const ByName<membership::v1::Term>& terms() const { return terms_; }
  const ByName<membership::v1::Election>& elections() const {
    return elections_;
  }
  const ByName<membership::v1::Candidacy>& candidacies() const {
    return candidacies_;
  }
  const ByName<mandate_watch::v1::Session>& sessions() const {
    return sessions_;
  }
  const ByName<mandate_watch::v1::Mandate>& mandates() const {
    return mandates_;
  }
  const ByName<mandate_watch::v1::Renewal>& renewals() const {
    return renewals_;
  }

  // The revisions up to which the ledgers were folded.
  int64_t membership_revision = 0;
  int64_t mandate_watch_revision = 0;

 private:
  void DeleteMembership(const std::string& name);

  ByName<membership::v1::State> states_;
  ByName<std::map<int, membership::v1::FreedomScore>> scores_;  // By state.
  ByName<membership::v1::GroupingClaim> claims_;
  ByName<membership::v1::Body> bodies_;
  ByName<membership::v1::Term> terms_;
  ByName<membership::v1::Election> elections_;
  ByName<membership::v1::Candidacy> candidacies_;
  ByName<mandate_watch::v1::Session> sessions_;
  ByName<mandate_watch::v1::Mandate> mandates_;
  ByName<mandate_watch::v1::Renewal> renewals_;
  std::map<std::string, Alert> active_alerts_;  // By key.
};

}  // namespace vigil::notifier
