#pragma once

#include "services/membership/violations.h"
#include "vigil/membership/v1/events.pb.h"

namespace vigil::membership {

// What is wrong with a record by itself, whatever else is recorded: each of its
// fields against what its .proto file allows. Names and etags are not looked
// at.
Violations CheckFields(const v1::State& state);
Violations CheckFields(const v1::FreedomScore& score);
Violations CheckFields(const v1::Grouping& grouping);
Violations CheckFields(const v1::GroupingClaim& claim);
Violations CheckFields(const v1::Body& body);
Violations CheckFields(const v1::Term& term);
Violations CheckFields(const v1::Election& election);
Violations CheckFields(const v1::Candidacy& candidacy);

}  // namespace vigil::membership
