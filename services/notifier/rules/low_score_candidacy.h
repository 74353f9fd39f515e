#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "services/notifier/facts.h"
#include "services/notifier/rules/finding.h"

namespace vigil::notifier {

// Finds the candidacies of states with a low score in Freedom in the World.
//
// A candidacy counts while it stands: announced, and for an election that is
// not yet held, i.e. whose day is not over and which is not recorded as held.
// The score that counts is the total in the latest edition published on or
// before the announcement, an edition being published on 1 March of its year
// unless its record says otherwise. Strictly under `options.score_ceiling`, it
// is found; without any score, *score unknown* is found, never a low score.
//
// Each later edition, once published, in which the score is lower than in the
// one before is found too, with that one as `previous_score`: an alert then
// concerns those whose threshold lies between the two. So does a score that is
// corrected downwards within an edition.
//
// Keys: `low-score-candidacy/{iso3}/{body}/{election}/fiw-{edition}/{total}`,
// with a total below zero written `minus-1`, and
// `low-score-candidacy/{iso3}/{body}/{election}/score-unknown`.
//
// Withdrawal, a correction and the election itself settle the rest.
std::vector<Finding> FindLowScoreCandidacies(const Facts& facts,
                                             const RuleOptions& options,
                                             absl::CivilDay today);

}  // namespace vigil::notifier
