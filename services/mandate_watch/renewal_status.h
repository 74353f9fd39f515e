#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/mandate_watch/calendar.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"
#include "vigil/mandate_watch/v1/renewal.pb.h"

namespace vigil::mandate_watch {

// A mandate whose session opens within so many days is due.
inline constexpr int kDueDays = 180;

// The day for which something is asked.
struct AsOf {
  absl::CivilDay day;
  // True: a day before today. What happened after it is not considered.
  bool is_past = false;
};

// The renewals in the order of their adoption: by day; on one day by name. One
// whose day is not known comes first.
std::vector<const v1::Renewal*> InOrderOfAdoption(
    std::vector<const v1::Renewal*> renewals, const Calendar& calendar);

// Returns `mandate` with what is output only: `due`, `renewal_status` and
// `review_reason`, from all of its renewals and the sessions of its body.
//
// The session at which it is due has closed if its `end_date` is `as_of` or
// before: then the outcome is unknown, since a renewal that is recorded would
// have led to a later session. Only what is recorded as lapsed has lapsed.
//
// In the past, a mandate that lapsed or ended later is active; one whose state
// has no date is in it since ever.
v1::Mandate Assessed(v1::Mandate mandate,
                     const std::vector<const v1::Renewal*>& renewals,
                     const Calendar& calendar, const AsOf& as_of);

}  // namespace vigil::mandate_watch
