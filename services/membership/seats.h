#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/membership/violations.h"
#include "vigil/membership/v1/body.pb.h"
#include "vigil/membership/v1/term.pb.h"

namespace vigil::membership {

using Allocations = google::protobuf::RepeatedPtrField<v1::SeatAllocation>;

// 1 to 5 groups, each once, each with 1 to 200 seats.
void CheckAllocations(const Allocations& allocations, Violations& violations);

// The seats of a group; 0 if it has none.
int SeatsOf(const Allocations& allocations, type::v1::RegionalGroup group);

// The days of a term, `[start, end)`; without `end` it is open.
struct TermDays {
  absl::CivilDay start;
  std::optional<absl::CivilDay> end;

  bool Contains(absl::CivilDay day) const {
    return start <= day && (!end || day < *end);
  }
  bool Overlaps(const TermDays& other) const {
    return (!other.end || start < *other.end) && (!end || other.start < *end);
  }
};
TermDays DaysOf(const v1::Term& term);

// The suspension of the term that is in force on `day`, or null.
const v1::Suspension* SuspensionOn(const v1::Term& term, absl::CivilDay day);

// The first day on which more than `seats` of the terms last, if there is one.
std::optional<absl::CivilDay> FirstDayOver(const std::vector<TermDays>& terms,
                                           int seats);

}  // namespace vigil::membership
