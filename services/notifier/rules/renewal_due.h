#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "services/notifier/facts.h"
#include "services/notifier/rules/finding.h"

namespace vigil::notifier {

// Finds the mandates that come up for renewal, from the session at which
// mandate_watch says that each is due.
//
// - *Due*: `options.lead_days` before the session opens. Of the thresholds that
//   have passed only the nearest holds, so that on first sight one alert is
//   raised, not five. The next one supersedes it.
// - *Rescheduled*: the opening has moved since the last alert about the same
//   session. Once for each new date; the thresholds then count from there, and
//   those that the alert itself stands for are not said again.
// - *Outcome unknown*: the session has closed, by its end date, and no renewal
//   is recorded.
//
// A recorded renewal, a recorded lapse or end, and another due session settle
// what was raised; a mandate whose due session is not known is left alone.
//
// Keys start with `mandate-renewal-due/{mandate}/{session}/`, followed by
// `{days}d`, by `{date}/rescheduled` and after that `{date}/{days}d`, or by
// `outcome-unknown`.
std::vector<Finding> FindRenewalsDue(const Facts& facts,
                                     const RuleOptions& options,
                                     absl::CivilDay today);

}  // namespace vigil::notifier
