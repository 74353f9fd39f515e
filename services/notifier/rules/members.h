#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "services/notifier/facts.h"
#include "services/notifier/rules/finding.h"

namespace vigil::notifier {

// Rules about those who hold a term on `today`.

// Finds the members, also suspended ones, whose total in the latest published
// edition is strictly under `options.score_ceiling`: once for each edition, so
// each new edition says again who sits with a low score. Settled by the end of
// the term, by a correction upwards and by the next edition.
//
// Keys: `sitting-member-low-score/{iso3}/{body}/fiw-{edition}/{total}`.
std::vector<Finding> FindLowScoreMembers(const Facts& facts,
                                         const RuleOptions& options,
                                         absl::CivilDay today);

// Finds the terms that are out of order on `today`:
//
// - *suspended*: rights of membership are suspended and the term lasts.
// - *withdrawn*: the member has withdrawn, or announced the day, and the term
//   was to last beyond `today`.
// - *seat vacant*: a term has ended before it was to, and no term that fills
//   its seat has begun. (Where the ordinary end of terms leaves a seat without
//   a recorded successor, it is our records that have a gap, not the body.)
//
// Settled when the rights are restored, the seat is filled or the term would
// have ended anyway.
//
// Keys: `member-suspended/{term}/{body}/{date}`,
// `member-withdrawn/{term}/{body}/{date}`, `seat-vacant/{term}/{body}/{date}`.
std::vector<Finding> FindIrregularTerms(const Facts& facts,
                                        absl::CivilDay today);

}  // namespace vigil::notifier
