#include "services/membership/membership_surface.h"

#include <algorithm>

#include "services/common/base/date.h"
#include "services/membership/candidacies.h"
#include "services/membership/import_sink.h"
#include "services/membership/watch.h"
#include "vigil/membership/v1/membership_service.pb.h"

namespace vigil::membership {
namespace {

using identity::kEditors;
using identity::kReaders;

void AddBodies(MembershipReplica& replica, rpc::Surface& surface) {
  AddStandardMethods(
      Standard<v1::Body, v1::GetBodyRequest, v1::ListBodiesRequest,
               v1::ListBodiesResponse, v1::CreateBodyRequest,
               v1::UpdateBodyRequest, v1::DeleteBodyRequest>{
          "Body", "Bodies", "body", &v1::ListBodiesResponse::add_bodies,
          &v1::CreateBodyRequest::body, &v1::UpdateBodyRequest::body},
      replica, surface);
}

void AddTerms(MembershipReplica& replica, rpc::Surface& surface) {
  AddStandardMethods(
      Standard<v1::Term, v1::GetTermRequest, v1::ListTermsRequest,
               v1::ListTermsResponse, v1::CreateTermRequest,
               v1::UpdateTermRequest, v1::DeleteTermRequest>{
          "Term", "Terms", "term", &v1::ListTermsResponse::add_terms,
          &v1::CreateTermRequest::term, &v1::UpdateTermRequest::term},
      replica, surface);
}

absl::Status ListMembers(const Model& model,
                         const v1::ListMembersRequest& request,
                         absl::CivilDay today,
                         v1::ListMembersResponse& answer) {
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const auto keep,
                         FiltersOf<v1::Member>().Compile(request.filter()));
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*", request.parent()).status());
  VIGIL_RETURN_IF_ERROR(model.Get<v1::Body>(request.parent()).status());
  absl::CivilDay day = today;
  if (request.has_as_of()) {
    VIGIL_ASSIGN_OR_RETURN(day, api::FromProto("as_of", request.as_of()));
  }
  std::vector<v1::Member> members =
      MembersOf(model, request.parent(), day, request.show_suspended());
  std::erase_if(members, [&](const auto& member) { return !keep(member); });
  answer.set_total_size(static_cast<int>(members.size()));
  *answer.mutable_as_of() = api::ToProto(day);
  const auto first = std::find_if(
      members.begin(), members.end(),
      [&](const auto& member) { return member.term() > pager.after(); });
  answer.set_next_page_token(api::FillPage(
      pager, first, members.end(),
      [](const v1::Member& member) { return member.term(); },
      [](const v1::Member&) { return true; },
      [&](const v1::Member& member) { *answer.add_members() = member; }));
  return absl::OkStatus();
}

void AddElections(MembershipReplica& replica, rpc::Surface& surface) {
  AddStandardMethods(
      Standard<v1::Election, v1::GetElectionRequest, v1::ListElectionsRequest,
               v1::ListElectionsResponse, v1::CreateElectionRequest,
               v1::UpdateElectionRequest, v1::DeleteElectionRequest>{
          "Election", "Elections", "election",
          &v1::ListElectionsResponse::add_elections,
          &v1::CreateElectionRequest::election,
          &v1::UpdateElectionRequest::election},
      replica, surface);
}

void AddCandidacies(MembershipReplica& replica, rpc::Surface& surface) {
  const Standard<v1::Candidacy, v1::GetCandidacyRequest,
                 v1::ListCandidaciesRequest, v1::ListCandidaciesResponse,
                 v1::CreateCandidacyRequest, v1::UpdateCandidacyRequest,
                 v1::DeleteCandidacyRequest>
      kind{"Candidacy",
           "Candidacies",
           "candidacy",
           &v1::ListCandidaciesResponse::add_candidacies,
           &v1::CreateCandidacyRequest::candidacy,
           &v1::UpdateCandidacyRequest::candidacy};
  AddReads(kind, replica, surface);
  AddUpdateAndDelete(kind, replica, surface);
  surface.Deferred<v1::CreateCandidacyRequest, v1::Candidacy>(
      "CreateCandidacy", kEditors,
      [&replica](const rpc::Call& call,
                 const v1::CreateCandidacyRequest& request,
                 v1::Candidacy& answer, rpc::Reply reply) {
        const std::string name = NameOf<v1::Candidacy>(
            request.parent(), IdOf(request.candidacy().state()));
        Write(replica, call, request, ScopeOf<v1::Candidacy>(name), answer,
              std::move(reply), DecideAnnounce);
      });
}

// A change of a candidacy's state, by its name.
template <typename Request, typename Decide>
void AddTransition(absl::string_view method, Decide decide,
                   MembershipReplica& replica, rpc::Surface& surface) {
  surface.Deferred<Request, v1::Candidacy>(
      method, kEditors,
      [&replica, decide](const rpc::Call& call, const Request& request,
                         v1::Candidacy& answer, rpc::Reply reply) {
        const absl::Status named =
            api::MatchName("name", RecordTraits<v1::Candidacy>::kPattern,
                           request.name())
                .status();
        if (!named.ok()) return reply(named);
        Write(replica, call, request, ScopeOf<v1::Candidacy>(request.name()),
              answer, std::move(reply), decide);
      });
}

}  // namespace

rpc::Surface MembershipSurface(MembershipReplica& replica, const Clock& clock) {
  rpc::Surface surface(
      v1::GetBodyRequest::descriptor()->file()->pool()->FindServiceByName(
          "vigil.membership.v1.MembershipService"));
  AddBodies(replica, surface);
  AddTerms(replica, surface);
  surface.Unary<v1::ListMembersRequest, v1::ListMembersResponse>(
      "ListMembers", kReaders,
      [&](const rpc::Call&, const v1::ListMembersRequest& request,
          v1::ListMembersResponse& answer) {
        return replica.Read([&](const Model& model, int64_t) {
          return ListMembers(model, request, DayOf(clock.Now()), answer);
        });
      });
  AddElections(replica, surface);
  AddCandidacies(replica, surface);
  AddTransition<v1::WithdrawCandidacyRequest>("WithdrawCandidacy",
                                              DecideWithdraw, replica, surface);
  AddTransition<v1::ConcludeCandidacyRequest>("ConcludeCandidacy",
                                              DecideConclude, replica, surface);
  surface.ClientStream<v1::ImportRecordsRequest, type::v1::ImportSummary>(
      "ImportRecords", identity::kImporters,
      [&replica](const rpc::Call& call) { return OpenImport(replica, call); });
  surface.ServerStream<v1::WatchRequest, v1::WatchResponse>(
      "Watch", kReaders,
      [&replica](const rpc::Call&, const v1::WatchRequest& request) {
        return OpenWatch(replica, request);
      });
  return surface;
}

}  // namespace vigil::membership
