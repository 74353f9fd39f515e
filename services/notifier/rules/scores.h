#pragma once

#include <map>

#include "absl/time/civil_time.h"
#include "vigil/membership/v1/freedom_score.pb.h"

namespace vigil::notifier {

using Scores = std::map<int, membership::v1::FreedomScore>;  // By edition.

// The day an edition was published: as its record says, else 1 March of its
// year, by when Freedom House has published every edition since 2013.
absl::CivilDay PublishDay(const membership::v1::FreedomScore& score);

// The latest edition published on or before `day` that has a total; null if
// there is none.
const membership::v1::FreedomScore* LatestScore(const Scores& scores,
                                                absl::CivilDay day);

}  // namespace vigil::notifier
