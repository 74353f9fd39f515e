#include "absl/strings/str_cat.h"
#include "services/membership/fields.h"
#include "services/membership/seats.h"

namespace vigil::membership {
namespace {

constexpr int kMaxSuspensions = 20;

using Day = std::optional<absl::CivilDay>;

// Whether `[start, end)` is within the term; no end is after every end.
bool IsWithin(const Day& start, const Day& end, const Day& term_start,
              const Day& term_end) {
  if (start && term_start && *start < *term_start) return false;
  if (start && term_end && *start >= *term_end) return false;
  return !end || !term_end || *end <= *term_end;
}

void CheckSuspensions(const v1::Term& term, const Day& term_start,
                      const Day& term_end, Violations& violations) {
  violations.CheckRange("suspensions", term.suspensions_size(), 0,
                        kMaxSuspensions);
  if (term.suspensions_size() > kMaxSuspensions) return;
  Day free_from = term_start;
  for (int i = 0; i < term.suspensions_size(); ++i) {
    const v1::Suspension& suspension = term.suspensions(i);
    const std::string path = absl::StrCat("suspensions[", i, "]");
    const Day start = violations.RequiredDay(absl::StrCat(path, ".start_date"),
                                             suspension.has_start_date(),
                                             suspension.start_date());
    const Day end = violations.OptionalDay(absl::StrCat(path, ".end_date"),
                                           suspension.has_end_date(),
                                           suspension.end_date());
    if (start && end && *end <= *start) {
      violations.Add(absl::StrCat(path, ".end_date"),
                     "is not after its start_date");
    }
    if (!IsWithin(start, end, term_start, term_end)) {
      violations.Add(path, "is not within the term");
    }
    if (i > 0 && (!free_from || (start && *start < *free_from))) {
      violations.Add(path, "begins before the one before it ends");
    }
    free_from = end;
    violations.CheckSource(absl::StrCat(path, ".source"), suspension.source());
  }
}

}  // namespace

Violations CheckFields(const v1::Body& body) {
  Violations violations;
  violations.CheckText("display_name", body.display_name(), 1, kMaxTitleLength);
  CheckAllocations(body.seat_allocations(), violations);
  violations.CheckSource("source", body.source());
  return violations;
}

Violations CheckFields(const v1::Term& term) {
  Violations violations;
  violations.CheckName("state", "states/*", term.state());
  violations.CheckGroup("regional_group", term.regional_group(), false);
  const Day start = violations.RequiredDay("start_date", term.has_start_date(),
                                           term.start_date());
  const Day end =
      violations.OptionalDay("end_date", term.has_end_date(), term.end_date());
  const Day scheduled = violations.OptionalDay("scheduled_end_date",
                                               term.has_scheduled_end_date(),
                                               term.scheduled_end_date());
  if (start && end && *end <= *start) {
    violations.Add("end_date", "is not after start_date");
  } else if (scheduled &&
             ((end && *scheduled < *end) || (start && *scheduled <= *start))) {
    violations.Add("scheduled_end_date",
                   "is before end_date or not after start_date");
  }
  if (!v1::TermEndReason_IsValid(term.end_reason())) {
    violations.Add("end_reason", "is no reason that is known");
  } else if (term.end_reason() != v1::TERM_END_REASON_UNSPECIFIED &&
             !term.has_end_date()) {
    violations.Add("end_reason", "is given, but no end_date");
  }
  CheckSuspensions(term, start, end, violations);
  if (!term.fills().empty()) {
    violations.CheckName("fills", "bodies/*/terms/*", term.fills());
  }
  violations.CheckText("note", term.note(), 0, kMaxNoteLength);
  violations.CheckSource("source", term.source());
  return violations;
}

}  // namespace vigil::membership
