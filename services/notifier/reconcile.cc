#include "services/notifier/reconcile.h"

#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "services/notifier/rules/alert_text.h"
#include "services/notifier/rules/low_score_candidacy.h"
#include "services/notifier/rules/members.h"
#include "services/notifier/rules/renewal_due.h"

namespace vigil::notifier {
namespace {

using alerts::v1::AlertResolution;
using alerts::v1::ReconcileAlertsRequest;

constexpr int kMaxChanges = 500;

// Collects changes into requests of bounded size.
class Requests {
 public:
  void Raise(Alert alert) { *Open().add_raises() = std::move(alert); }

  // A resolution rests on the same ledgers as the alert, as they are now.
  void Resolve(const Alert& alert, const Facts& facts,
               const std::string& reason) {
    AlertResolution& resolution = *Open().add_resolutions();
    resolution.set_key(alert.key());
    resolution.set_reason(reason);
    for (const alerts::v1::Derivation& old : alert.derivations()) {
      alerts::v1::Derivation& derivation = *resolution.add_derivations();
      derivation.set_service(old.service());
      derivation.set_revision(old.service() == kMembershipService
                                  ? facts.membership_revision
                                  : facts.mandate_watch_revision);
    }
  }

  std::vector<ReconcileAlertsRequest> Take() { return std::move(requests_); }

 private:
  ReconcileAlertsRequest& Open() {
    if (requests_.empty() ||
        requests_.back().raises_size() + requests_.back().resolutions_size() >=
            kMaxChanges) {
      requests_.emplace_back();
    }
    return requests_.back();
  }

  std::vector<ReconcileAlertsRequest> requests_;
};

}  // namespace

Findings FindInMembership(const Facts& facts, const RuleOptions& options,
                          absl::CivilDay today) {
  Findings all{
      .findings = FindLowScoreCandidacies(facts, options, today),
      .rules = {"low-score-candidacy", "sitting-member-low-score",
                "member-suspended", "member-withdrawn", "seat-vacant"}};
  const auto add = [&all](std::vector<Finding> found) {
    all.findings.insert(all.findings.end(),
                        std::make_move_iterator(found.begin()),
                        std::make_move_iterator(found.end()));
  };
  add(FindLowScoreMembers(facts, options, today));
  add(FindIrregularTerms(facts, today));
  return all;
}

Findings FindInMandateWatch(const Facts& facts, const RuleOptions& options,
                            absl::CivilDay today) {
  return {.findings = FindRenewalsDue(facts, options, today),
          .rules = {"mandate-renewal-due"}};
}

std::vector<ReconcileAlertsRequest> Reconcile(const Facts& facts,
                                              const Findings& findings) {
  Requests requests;
  std::set<std::string> active;
  for (const std::string& rule : findings.rules) {
    for (const Alert* alert : facts.ActiveAlerts(rule + "/")) {
      active.insert(alert->key());
    }
  }

  // Keys that are active and stay so, or that a raise takes the place of.
  std::set<std::string> accounted;
  for (const Finding& finding : findings.findings) {
    for (const Alert& alert : finding.alerts) {
      accounted.insert(alert.key());
      if (active.contains(alert.key())) continue;
      accounted.insert(alert.supersedes().begin(), alert.supersedes().end());
      requests.Raise(alert);
    }
  }
  for (const Finding& finding : findings.findings) {
    for (const Alert* alert : facts.ActiveAlerts(finding.subject)) {
      if (!accounted.insert(alert->key()).second) continue;
      if (finding.settled.empty()) continue;
      requests.Resolve(*alert, facts, finding.settled);
    }
  }
  for (const std::string& key : active) {
    if (accounted.contains(key)) continue;
    requests.Resolve(*facts.ActiveAlerts(key).front(), facts,
                     "What it was about is not recorded any more.");
  }
  return requests.Take();
}

}  // namespace vigil::notifier
