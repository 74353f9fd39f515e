#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/membership/model.h"

namespace vigil::membership {

// Whether the record holds on `day`; a claim without a start has held from
// ever.
bool HoldsOn(const v1::Term& term, absl::CivilDay day);
bool HoldsOn(const v1::GroupingClaim& claim, absl::CivilDay day);

// The day an edition was published: 1 March of its year where it is not said.
absl::CivilDay PublishDay(const v1::FreedomScore& score);

// The score of the latest edition with a total that was published on or before
// `day`, or null.
const v1::FreedomScore* LatestScore(const Model& model, absl::string_view state,
                                    absl::CivilDay day);

// The states with a term in the body on `day`, by the name of the term; without
// those suspended then, unless `show_suspended`.
std::vector<v1::Member> MembersOf(const Model& model, absl::string_view body,
                                  absl::CivilDay day, bool show_suspended);

}  // namespace vigil::membership
