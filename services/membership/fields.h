#pragma once

#include "services/membership/violations.h"
#include "vigil/membership/v1/events.pb.h"

namespace vigil::membership {

// What may be in a freedom score; civil liberties start at 0.
inline constexpr int kFirstEdition = 1973;
inline constexpr int kLastEdition = 2200;
inline constexpr int kMinTotal = -10;
inline constexpr int kMaxTotal = 100;
inline constexpr int kMinRights = -10;
inline constexpr int kMaxRights = 40;
inline constexpr int kMaxLiberties = 60;

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
