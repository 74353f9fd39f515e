#pragma once

#include <string>
#include <vector>

#include "vigil/alerts/v1/alert.pb.h"

namespace vigil::notifier {

using Alert = alerts::v1::Alert;

// What a rule finds about one subject, e.g. one candidacy: the alerts that hold
// at present. A rule returns a finding for each subject that exists, also where
// nothing holds, so that what was raised earlier can be resolved.
struct Finding {
  // What the keys of all alerts about the subject start with, with the slash at
  // its end: `low-score-candidacy/chn/hrc/election-2027/`.
  std::string subject;

  // The alerts that hold. Those whose key is not active yet are to be raised.
  std::vector<Alert> alerts;

  // Why the other active alerts about the subject hold no more. Empty: they
  // still do, and stay.
  std::string settled;
};

// What can be configured.
struct RuleOptions {
  // Candidates and members are found if their total is strictly under this. It
  // is above the threshold of 10 that a subscription has by default, so that a
  // partner can choose one of its own: 1 to 40.
  int score_ceiling = 40;

  // Days before the opening of a session, largest first: 1 to 1000 each, at
  // most 20.
  std::vector<int> lead_days = {180, 90, 30, 14, 7};
};

}  // namespace vigil::notifier
