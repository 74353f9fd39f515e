#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/membership/errors.h"
#include "services/membership/group_rule.h"
#include "services/membership/rules.h"
#include "services/membership/seats.h"

namespace vigil::membership {
namespace {

std::string TermsOf(absl::string_view body) {
  return absl::StrCat(body, "/terms/");
}

absl::Status CheckOverlap(const Model& model, const v1::Term& term,
                          absl::string_view body) {
  for (const std::string& name :
       model.ReferrersOf(term.state(), TermsOf(body))) {
    if (name != term.name() &&
        DaysOf(*model.Find<v1::Term>(name)).Overlaps(DaysOf(term))) {
      return TermOverlapError(term.state(), name);
    }
  }
  return absl::OkStatus();
}

// On no day of the term do more terms of its group last than it has seats.
// A suspended state keeps its seat.
absl::Status CheckSeats(const Model& model, const v1::Term& term,
                        const v1::Body& body) {
  const TermDays days = DaysOf(term);
  std::vector<TermDays> side_by_side = {days};
  model.ForEach<v1::Term>(TermsOf(body.name()), [&](const v1::Term& other) {
    if (other.regional_group() != term.regional_group() ||
        other.name() == term.name()) {
      return true;
    }
    TermDays others = DaysOf(other);
    if (!others.Overlaps(days)) return true;
    // What is before or after the term is not its fault.
    others.start = std::max(others.start, days.start);
    side_by_side.push_back(others);
    return true;
  });
  const int seats = SeatsOf(body.seat_allocations(), term.regional_group());
  const auto day = FirstDayOver(side_by_side, seats);
  if (!day.has_value()) return absl::OkStatus();
  return SeatsExceededError(term.regional_group(), seats, *day);
}

// `later` takes over the seat that `term` has left.
absl::Status CheckTakeover(const v1::Term& term, const v1::Term& later) {
  const TermDays days = DaysOf(term);
  if (ParentOf(term.name()) != ParentOf(later.name())) {
    return FillsMismatchError(term.name(), "it is of another body");
  }
  if (term.regional_group() != later.regional_group()) {
    return FillsMismatchError(term.name(), "it belongs to another group");
  }
  if (!days.end || *days.end > DaysOf(later).start) {
    return FillsMismatchError(
        term.name(),
        absl::StrCat("it has not ended when ", later.name(), " starts"));
  }
  return absl::OkStatus();
}

absl::Status CheckFills(const Model& model, const v1::Term& term) {
  if (!term.fills().empty()) {
    const auto* filled = model.Find<v1::Term>(term.fills());
    if (filled == nullptr) return ReferenceNotFoundError("fills", term.fills());
    VIGIL_RETURN_IF_ERROR(CheckTakeover(*filled, term));
  }
  // Those that fill its own seat.
  for (const std::string& name :
       model.ReferrersOf(term.name(), TermsOf(ParentOf(term.name())))) {
    VIGIL_RETURN_IF_ERROR(CheckTakeover(term, *model.Find<v1::Term>(name)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRules(const Model& model, const v1::Body& body) {
  std::map<type::v1::RegionalGroup, std::vector<TermDays>> terms;
  model.ForEach<v1::Term>(TermsOf(body.name()), [&](const v1::Term& term) {
    terms[term.regional_group()].push_back(DaysOf(term));
    return true;
  });
  for (const auto& [group, days] : terms) {
    const int seats = SeatsOf(body.seat_allocations(), group);
    const auto day = FirstDayOver(days, seats);
    if (day.has_value()) return SeatsExceededError(group, seats, *day);
  }
  absl::Status status;
  model.ForEach<v1::Election>(
      absl::StrCat(body.name(), "/elections/"), [&](const v1::Election& held) {
        for (const v1::SeatAllocation& up : held.seat_allocations()) {
          const int seats =
              SeatsOf(body.seat_allocations(), up.regional_group());
          if (up.seats() <= seats) continue;
          status = SeatsExceededError(up.regional_group(), seats, held.name());
        }
        return status.ok();
      });
  return status;
}

absl::Status CheckRules(const Model& model, const v1::Term& term) {
  const absl::string_view body_name = ParentOf(term.name());
  const auto* body = model.Find<v1::Body>(body_name);
  if (body == nullptr) return ReferenceNotFoundError("body", body_name);
  VIGIL_RETURN_IF_ERROR(
      CheckGroupOfState(model, term.state(), term.regional_group()));
  VIGIL_RETURN_IF_ERROR(CheckOverlap(model, term, body_name));
  VIGIL_RETURN_IF_ERROR(CheckSeats(model, term, *body));
  return CheckFills(model, term);
}

}  // namespace vigil::membership
