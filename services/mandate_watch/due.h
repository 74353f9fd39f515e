#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/mandate_watch/calendar.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"
#include "vigil/mandate_watch/v1/renewal.pb.h"

namespace vigil::mandate_watch {

// When a mandate is due after a renewal. Exactly one of the three holds.
struct DueAnswer {
  std::optional<v1::Due> due;  // With the rule that gave it.
  bool has_no_end = false;     // Never: the renewal has no end.
  std::string review_reason;   // It cannot be told, and why.
};

// Computes when `mandate` is due after `renewal`, a renewal of it. What the
// renewing text says comes first; of these the first that applies:
//
//   no_end                          never
//   until_session N                 N
//   start_session N, months         months from the end of session N: see below
//   months                          months from the adoption: see below
//   start_session N                 N + 3 x term_years
//   nothing                         session of the renewal + 3 x term_years
//
// Months lead to the last session that opens on or before the day on which
// they are over: the last one at which the body can still renew in time. If
// that is not after the session of the renewal, nothing can be told.
//
// What is computed must lie after the renewal, and its days must be recorded or
// estimated; else it needs review. Nothing is guessed.
DueAnswer DueAfter(const v1::Mandate& mandate, const v1::Renewal& renewal,
                   const Calendar& calendar);

// When a renewal was adopted: its `adoption_date`, or the last day of its
// session.
std::optional<absl::CivilDay> AdoptionDay(const v1::Renewal& renewal,
                                          const Calendar& calendar);

}  // namespace vigil::mandate_watch
