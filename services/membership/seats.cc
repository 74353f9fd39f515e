#include "services/membership/seats.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"

namespace vigil::membership {
namespace {

constexpr int kMaxGroups = 5;

}  // namespace

void CheckAllocations(const Allocations& allocations, Violations& violations) {
  violations.CheckRange("seat_allocations", allocations.size(), 1, kMaxGroups);
  // Says no more about a list that is too long.
  if (allocations.size() > kMaxGroups) return;
  std::set<type::v1::RegionalGroup> seen;
  for (int i = 0; i < allocations.size(); ++i) {
    const std::string path = absl::StrCat("seat_allocations[", i, "]");
    const type::v1::RegionalGroup group = allocations[i].regional_group();
    violations.CheckGroup(absl::StrCat(path, ".regional_group"), group, true);
    violations.CheckRange(absl::StrCat(path, ".seats"), allocations[i].seats(),
                          1, kMaxSeats);
    if (!seen.insert(group).second) {
      violations.Add(absl::StrCat(path, ".regional_group"),
                     "stands there twice");
    }
  }
}

int SeatsOf(const Allocations& allocations, type::v1::RegionalGroup group) {
  for (const v1::SeatAllocation& allocation : allocations) {
    if (allocation.regional_group() == group) return allocation.seats();
  }
  return 0;
}

TermDays DaysOf(const v1::Term& term) {
  TermDays days{.start = api::DayOf(term.start_date())};
  if (term.has_end_date()) days.end = api::DayOf(term.end_date());
  return days;
}

const v1::Suspension* SuspensionOn(const v1::Term& term, absl::CivilDay day) {
  for (const v1::Suspension& suspension : term.suspensions()) {
    if (api::DayOf(suspension.start_date()) <= day &&
        (!suspension.has_end_date() ||
         day < api::DayOf(suspension.end_date()))) {
      return &suspension;
    }
  }
  return nullptr;
}

std::optional<absl::CivilDay> FirstDayOver(const std::vector<TermDays>& terms,
                                           int seats) {
  // What begins and what ends, by day; what ends comes first.
  std::vector<std::pair<absl::CivilDay, int>> changes;
  for (const TermDays& term : terms) {
    changes.emplace_back(term.start, 1);
    if (term.end) changes.emplace_back(*term.end, -1);
  }
  std::sort(changes.begin(), changes.end());
  int taken = 0;
  for (const auto& [day, change] : changes) {
    taken += change;
    if (taken > seats) return day;
  }
  return std::nullopt;
}

}  // namespace vigil::membership
