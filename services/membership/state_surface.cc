#include "services/membership/state_surface.h"

#include "services/common/base/date.h"
#include "vigil/membership/v1/state_service.pb.h"

namespace vigil::membership {
namespace {

using identity::kReaders;

void AddStates(MembershipReplica& replica, rpc::Surface& surface) {
  AddStandardMethods(
      Standard<v1::State, v1::GetStateRequest, v1::ListStatesRequest,
               v1::ListStatesResponse, v1::CreateStateRequest,
               v1::UpdateStateRequest, v1::DeleteStateRequest>{
          "State", "States", "state", &v1::ListStatesResponse::add_states,
          &v1::CreateStateRequest::state, &v1::UpdateStateRequest::state},
      replica, surface);
}

void AddFreedomScores(MembershipReplica& replica, rpc::Surface& surface) {
  AddStandardMethods(
      Standard<v1::FreedomScore, v1::GetFreedomScoreRequest,
               v1::ListFreedomScoresRequest, v1::ListFreedomScoresResponse,
               v1::CreateFreedomScoreRequest, v1::UpdateFreedomScoreRequest,
               v1::DeleteFreedomScoreRequest>{
          "FreedomScore", "FreedomScores", "freedom_score",
          &v1::ListFreedomScoresResponse::add_freedom_scores,
          &v1::CreateFreedomScoreRequest::freedom_score,
          &v1::UpdateFreedomScoreRequest::freedom_score},
      replica, surface);
}

void AddGroupings(MembershipReplica& replica, rpc::Surface& surface) {
  AddStandardMethods(
      Standard<v1::Grouping, v1::GetGroupingRequest, v1::ListGroupingsRequest,
               v1::ListGroupingsResponse, v1::CreateGroupingRequest,
               v1::UpdateGroupingRequest, v1::DeleteGroupingRequest>{
          "Grouping", "Groupings", "grouping",
          &v1::ListGroupingsResponse::add_groupings,
          &v1::CreateGroupingRequest::grouping,
          &v1::UpdateGroupingRequest::grouping},
      replica, surface);
  AddStandardMethods(
      Standard<v1::GroupingClaim, v1::GetGroupingClaimRequest,
               v1::ListGroupingClaimsRequest, v1::ListGroupingClaimsResponse,
               v1::CreateGroupingClaimRequest, v1::UpdateGroupingClaimRequest,
               v1::DeleteGroupingClaimRequest>{
          "GroupingClaim", "GroupingClaims", "grouping_claim",
          &v1::ListGroupingClaimsResponse::add_grouping_claims,
          &v1::CreateGroupingClaimRequest::grouping_claim,
          &v1::UpdateGroupingClaimRequest::grouping_claim},
      replica, surface);
}

absl::Status LookUpFreedomScore(const Model& model,
                                const v1::LookUpFreedomScoreRequest& request,
                                absl::CivilDay today,
                                v1::FreedomScore& answer) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "states/*", request.parent()).status());
  VIGIL_RETURN_IF_ERROR(model.Get<v1::State>(request.parent()).status());
  absl::CivilDay day = today;
  if (request.has_as_of()) {
    VIGIL_ASSIGN_OR_RETURN(day, api::FromProto("as_of", request.as_of()));
  }
  const v1::FreedomScore* score = LatestScore(model, request.parent(), day);
  if (score == nullptr) return ScoreNotFoundError(request.parent(), day);
  answer = *score;
  return absl::OkStatus();
}

}  // namespace

rpc::Surface StateSurface(MembershipReplica& replica, const Clock& clock) {
  rpc::Surface surface(
      v1::GetStateRequest::descriptor()->file()->pool()->FindServiceByName(
          "vigil.membership.v1.StateService"));
  AddStates(replica, surface);
  AddFreedomScores(replica, surface);
  surface.Unary<v1::LookUpFreedomScoreRequest, v1::FreedomScore>(
      "LookUpFreedomScore", kReaders,
      [&](const rpc::Call&, const v1::LookUpFreedomScoreRequest& request,
          v1::FreedomScore& answer) {
        return replica.Read([&](const Model& model, int64_t) {
          return LookUpFreedomScore(model, request, DayOf(clock.Now()), answer);
        });
      });
  AddGroupings(replica, surface);
  return surface;
}

}  // namespace vigil::membership
