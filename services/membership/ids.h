#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace vigil::membership {

// The last parts of names that follow from what the record says. States are
// given by their code in upper case or by their name.

std::string StateId(absl::string_view iso3);                         // chn
std::string EditionId(int edition);                                  // fiw-2023
std::string YearlyId(absl::string_view iso3, absl::CivilDay start);  // chn-2024
std::string MonthlyId(absl::string_view iso3, absl::CivilDay start);  // …-05

}  // namespace vigil::membership
