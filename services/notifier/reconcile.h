#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/notifier/facts.h"
#include "services/notifier/rules/finding.h"
#include "vigil/alerts/v1/alert_requests.pb.h"

namespace vigil::notifier {

// What the rules about one kind of records find.
struct Findings {
  std::vector<Finding> findings;
  // The ids of the rules that were asked: the first parts of their keys.
  std::vector<std::string> rules;
};

// Asks the rules about the records of membership.
Findings FindInMembership(const Facts& facts, const RuleOptions& options,
                          absl::CivilDay today);

// Asks the rules about the records of mandate_watch.
Findings FindInMandateWatch(const Facts& facts, const RuleOptions& options,
                            absl::CivilDay today);

// Compares what holds with what is active and returns what is to be raised and
// resolved, in requests of at most 500 each; none if everything has been said.
// Active alerts of the same rules about a subject that does not exist any more
// are resolved too; those of other rules are left alone.
std::vector<alerts::v1::ReconcileAlertsRequest> Reconcile(
    const Facts& facts, const Findings& findings);

}  // namespace vigil::notifier
