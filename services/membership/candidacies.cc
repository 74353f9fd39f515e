#include "services/membership/candidacies.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/text.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"

namespace vigil::membership {
namespace {

// A date of the request must not be after tomorrow.
absl::Status CheckNotAhead(absl::string_view field, const type::v1::Date& date,
                           absl::CivilDay today) {
  VIGIL_ASSIGN_OR_RETURN(const absl::CivilDay day, api::FromProto(field, date));
  if (day <= today + 1) return absl::OkStatus();
  return InvalidFieldError(
      field, absl::StrCat(FormatDate(day), " is yet to come; today is ",
                          FormatDate(today)));
}

// The candidacy, which must stand, and its election.
struct Standing {
  v1::Candidacy candidacy;
  const v1::Election* election = nullptr;
};

template <typename Request>
absl::StatusOr<Standing> FindStanding(const Model& model,
                                      const Request& request) {
  VIGIL_ASSIGN_OR_RETURN(const v1::Candidacy* candidacy,
                         model.Get<v1::Candidacy>(request.name()));
  VIGIL_RETURN_IF_ERROR(
      api::CheckEtag(request.name(), request.etag(), candidacy->etag()));
  VIGIL_RETURN_IF_ERROR(api::CheckSource("source", request.source()));
  if (candidacy->candidacy_state() != v1::CANDIDACY_STATE_ANNOUNCED) {
    return CandidacyNotStandingError(request.name(),
                                     candidacy->candidacy_state());
  }
  VIGIL_ASSIGN_OR_RETURN(const v1::Election* election,
                         model.Get<v1::Election>(ParentOf(request.name())));
  return Standing{*candidacy, election};
}

absl::StatusOr<Change<v1::Candidacy>> Checked(const Model& model,
                                              v1::Candidacy candidacy,
                                              absl::string_view path) {
  VIGIL_RETURN_IF_ERROR(CheckFields(candidacy).ToStatus(path));
  VIGIL_RETURN_IF_ERROR(CheckRules(model, candidacy));
  return Recorded(std::move(candidacy));
}

// A withdrawn candidacy is announced anew.
absl::StatusOr<Change<v1::Candidacy>> AnnounceAnew(
    const Model& model, const v1::Candidacy& withdrawn,
    v1::Candidacy candidacy) {
  candidacy.set_name(withdrawn.name());
  if (withdrawn.has_withdraw_date() &&
      api::DayOf(candidacy.announce_date()) <
          api::DayOf(withdrawn.withdraw_date())) {
    return WithdrawnLaterError(withdrawn.name(),
                               api::DayOf(withdrawn.withdraw_date()));
  }
  Complete(model, candidacy);
  return Checked(model, std::move(candidacy), "candidacy");
}

}  // namespace

absl::StatusOr<Change<v1::Candidacy>> DecideAnnounce(
    const Model& model, const v1::CreateCandidacyRequest& request,
    absl::CivilDay today) {
  v1::Candidacy candidacy = request.candidacy();
  candidacy.set_candidacy_state(v1::CANDIDACY_STATE_ANNOUNCED);
  candidacy.clear_withdraw_date();
  candidacy.clear_votes();
  if (!candidacy.has_announce_date()) {
    *candidacy.mutable_announce_date() = api::ToProto(today);
  }
  VIGIL_RETURN_IF_ERROR(CheckFields(candidacy).ToStatus("candidacy"));
  VIGIL_RETURN_IF_ERROR(CheckNotAhead("candidacy.announce_date",
                                      candidacy.announce_date(), today));
  VIGIL_ASSIGN_OR_RETURN(const v1::Election* election,
                         model.Get<v1::Election>(request.parent()));
  if (election->state() != v1::ELECTION_STATE_SCHEDULED) {
    return ElectionNotOpenError(election->name());
  }
  NewRecord<v1::Candidacy> created{.parent = request.parent(),
                                   .path = "candidacy",
                                   .record = std::move(candidacy)};
  VIGIL_ASSIGN_OR_RETURN(const std::string id, IdFor(model, created));
  const auto* present =
      model.Find<v1::Candidacy>(NameOf<v1::Candidacy>(created.parent, id));
  if (present != nullptr &&
      present->candidacy_state() == v1::CANDIDACY_STATE_WITHDRAWN) {
    return AnnounceAnew(model, *present, std::move(created.record));
  }
  return DecideCreate(model, std::move(created));
}

absl::StatusOr<Change<v1::Candidacy>> DecideWithdraw(
    const Model& model, const v1::WithdrawCandidacyRequest& request,
    absl::CivilDay today) {
  VIGIL_ASSIGN_OR_RETURN(Standing standing, FindStanding(model, request));
  v1::Candidacy& candidacy = standing.candidacy;
  candidacy.set_candidacy_state(v1::CANDIDACY_STATE_WITHDRAWN);
  *candidacy.mutable_withdraw_date() = request.has_withdraw_date()
                                           ? request.withdraw_date()
                                           : api::ToProto(today);
  *candidacy.mutable_source() = request.source();
  VIGIL_RETURN_IF_ERROR(
      CheckNotAhead("withdraw_date", candidacy.withdraw_date(), today));
  return Checked(model, std::move(candidacy), "");
}

absl::StatusOr<Change<v1::Candidacy>> DecideConclude(
    const Model& model, const v1::ConcludeCandidacyRequest& request,
    absl::CivilDay today) {
  if (request.outcome() != v1::CANDIDACY_STATE_ELECTED &&
      request.outcome() != v1::CANDIDACY_STATE_NOT_ELECTED) {
    return InvalidFieldError("outcome", "is not ELECTED or NOT_ELECTED");
  }
  VIGIL_ASSIGN_OR_RETURN(Standing standing, FindStanding(model, request));
  const v1::Election& election = *standing.election;
  if (election.state() == v1::ELECTION_STATE_CANCELLED) {
    return ElectionNotHeldError(election.name(), "was cancelled");
  }
  const absl::CivilDay day = api::DayOf(election.election_date());
  if (day > today) {
    return ElectionNotHeldError(
        election.name(), absl::StrCat("is to be held on ", FormatDate(day),
                                      "; correct its date first"));
  }
  v1::Candidacy& candidacy = standing.candidacy;
  candidacy.set_candidacy_state(request.outcome());
  if (request.has_votes()) candidacy.set_votes(request.votes());
  *candidacy.mutable_source() = request.source();
  return Checked(model, std::move(candidacy), "");
}

}  // namespace vigil::membership
