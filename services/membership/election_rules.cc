#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/status_macros.h"
#include "services/membership/errors.h"
#include "services/membership/group_rule.h"
#include "services/membership/rules.h"
#include "services/membership/seats.h"

namespace vigil::membership {
namespace {

// The dates of a candidacy that are after the election; OK if none is.
absl::Status CheckDates(const v1::Candidacy& candidacy,
                        const v1::Election& election) {
  const absl::CivilDay day = api::DayOf(election.election_date());
  if (candidacy.has_announce_date() &&
      api::DayOf(candidacy.announce_date()) > day) {
    return DateAfterElectionError("announce_date", day);
  }
  if (candidacy.has_withdraw_date() &&
      api::DayOf(candidacy.withdraw_date()) > day) {
    return DateAfterElectionError("withdraw_date", day);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRules(const Model& model, const v1::Election& election) {
  const absl::string_view body_name = ParentOf(election.name());
  const auto* body = model.Find<v1::Body>(body_name);
  if (body == nullptr) return ReferenceNotFoundError("body", body_name);
  for (const v1::SeatAllocation& up : election.seat_allocations()) {
    const int seats = SeatsOf(body->seat_allocations(), up.regional_group());
    if (up.seats() > seats) {
      return SeatsExceededError(up.regional_group(), seats, election.name());
    }
  }
  absl::Status status;
  model.ForEach<v1::Candidacy>(
      absl::StrCat(election.name(), "/candidacies/"),
      [&](const v1::Candidacy& candidacy) {
        if (SeatsOf(election.seat_allocations(), candidacy.regional_group()) ==
            0) {
          status = CandidacyConflictError(candidacy.name(),
                                          "its group has no seats");
        } else if (!CheckDates(candidacy, election).ok()) {
          status = CandidacyConflictError(candidacy.name(),
                                          "it has a date after the election");
        }
        return status.ok();
      });
  return status;
}

absl::Status CheckRules(const Model& model, const v1::Candidacy& candidacy) {
  const absl::string_view election_name = ParentOf(candidacy.name());
  const auto* election = model.Find<v1::Election>(election_name);
  if (election == nullptr) {
    return ReferenceNotFoundError("election", election_name);
  }
  VIGIL_RETURN_IF_ERROR(
      CheckGroupOfState(model, candidacy.state(), candidacy.regional_group()));
  if (SeatsOf(election->seat_allocations(), candidacy.regional_group()) == 0) {
    return GroupMismatchError(
        absl::StrCat(type::v1::RegionalGroup_Name(candidacy.regional_group()),
                     " has no seats up in ", election_name));
  }
  return CheckDates(candidacy, *election);
}

}  // namespace vigil::membership
