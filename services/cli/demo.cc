#include "services/cli/demo.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/words.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "vigil/alerts/v1/subscription_requests.pb.h"
#include "vigil/membership/v1/candidacy_requests.pb.h"
#include "vigil/membership/v1/election_requests.pb.h"
#include "vigil/membership/v1/state_requests.pb.h"
#include "vigil/membership/v1/term_requests.pb.h"

namespace vigil::cli {
namespace {

namespace v1 = membership::v1;
using alerts::v1::AlertKind;

constexpr absl::string_view kBody = "bodies/hrc";
constexpr absl::string_view kFavourite = "states/chn";

std::string Method(absl::string_view name) {
  return absl::StrCat("vigil.membership.v1.MembershipService/", name);
}

struct DemoSubscription {
  std::string id;
  std::string display_name;
  std::vector<AlertKind> kinds;
};

const std::vector<DemoSubscription>& DemoSubscriptions() {
  static const auto& subscriptions = *new std::vector<DemoSubscription>{
      {"demo-candidacies",
       "Candidacies of states with low scores",
       {alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY,
        alerts::v1::ALERT_KIND_SCORE_UNKNOWN_CANDIDACY}},
      {"demo-members",
       "Members: low scores, suspensions, withdrawals, vacancies",
       {alerts::v1::ALERT_KIND_SITTING_MEMBER_LOW_SCORE,
        alerts::v1::ALERT_KIND_MEMBER_SUSPENDED,
        alerts::v1::ALERT_KIND_MEMBER_WITHDRAWN,
        alerts::v1::ALERT_KIND_SEAT_VACANT}},
      {"demo-renewals",
       "Mandates up for renewal",
       {alerts::v1::ALERT_KIND_MANDATE_RENEWAL_DUE,
        alerts::v1::ALERT_KIND_MANDATE_RENEWAL_RESCHEDULED,
        alerts::v1::ALERT_KIND_MANDATE_OUTCOME_UNKNOWN}}};
  return subscriptions;
}

type::v1::Source DemoSource() {
  type::v1::Source source;
  source.set_citation("demonstration of vigil up; nobody has announced this");
  source.set_confidence(type::v1::CONFIDENCE_INFERRED);
  return source;
}

// Today, by the clock of the services.
absl::StatusOr<type::v1::Date> Today(Session& session) {
  v1::ListMembersRequest request;
  v1::ListMembersResponse response;
  request.set_parent(std::string(kBody));
  request.set_page_size(1);
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsAnalyst, Method("ListMembers"), request, response));
  return response.as_of();
}

absl::StatusOr<std::vector<std::string>> UpcomingElections(
    Session& session, const type::v1::Date& today) {
  v1::ListElectionsRequest request;
  v1::ListElectionsResponse response;
  request.set_parent(std::string(kBody));
  request.set_filter("state = SCHEDULED");
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, Method("ListElections"), request, response));
  std::vector<std::pair<std::string, std::string>> dated;
  for (const v1::Election& election : response.elections()) {
    const std::string date = DateText(election.election_date());
    if (date > DateText(today)) dated.emplace_back(date, election.name());
  }
  std::sort(dated.begin(), dated.end());
  std::vector<std::string> names;
  names.reserve(dated.size());
  for (const auto& [date, name] : dated) names.push_back(name);
  return names;
}

absl::StatusOr<std::vector<std::string>> LowScoringStates(
    Session& session, const type::v1::Date& today) {
  v1::ListFreedomScoresRequest request;
  v1::ListFreedomScoresResponse response;
  request.set_parent("states/-");
  *request.mutable_as_of() = today;
  request.set_filter("total < 10");
  VIGIL_RETURN_IF_ERROR(session.List(
      kAsAnalyst, "vigil.membership.v1.StateService/ListFreedomScores", request,
      response));
  std::vector<std::string> states;
  for (const v1::FreedomScore& score : response.freedom_scores()) {
    const std::vector<std::string> parts = absl::StrSplit(score.name(), '/');
    if (parts.size() > 1) states.push_back(parts[0] + "/" + parts[1]);
  }
  std::stable_partition(
      states.begin(), states.end(),
      [](const std::string& state) { return state == kFavourite; });
  return states;
}

// What says only that this state cannot run there now.
bool IsTaken(const absl::Status& status) {
  return status.code() == absl::StatusCode::kFailedPrecondition ||
         status.code() == absl::StatusCode::kAlreadyExists;
}

}  // namespace

absl::Status SubscribeDemoPartner(Session& session) {
  for (const DemoSubscription& wanted : DemoSubscriptions()) {
    alerts::v1::CreateSubscriptionRequest request;
    alerts::v1::Subscription created;
    request.set_parent(session.Partner());
    request.set_subscription_id(wanted.id);
    request.mutable_subscription()->set_display_name(wanted.display_name);
    for (const AlertKind kind : wanted.kinds) {
      request.mutable_subscription()->add_kinds(kind);
    }
    request.set_request_id(NewRequestId());
    absl::Status status = session.Call(
        kAsPartner, "vigil.alerts.v1.AlertService/CreateSubscription", request,
        created);
    if (!status.ok() && ReasonOf(status) != "RESOURCE_ALREADY_EXISTS") {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<DemoChoice> ChooseCandidacies(Session& session) {
  DemoChoice choice;
  const absl::StatusOr<type::v1::Date> today = Today(session);
  if (today.ok()) {
    VIGIL_ASSIGN_OR_RETURN(choice.elections,
                           UpcomingElections(session, *today));
    VIGIL_ASSIGN_OR_RETURN(choice.states, LowScoringStates(session, *today));
  } else if (!absl::IsNotFound(today.status())) {
    return today.status();  // The body is not recorded: nor is anything else.
  }
  if (!choice.elections.empty() && !choice.states.empty()) return choice;
  return Error(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_SHOW",
               choice.elections.empty()
                   ? "no election is recorded that lies ahead; import some, "
                     "e.g. 'vigil import deploy/data'"
                   : "no state is recorded that scores under 10; import "
                     "scores, e.g. 'vigil import deploy/data'");
}

absl::StatusOr<v1::Candidacy> AnnounceFirst(Session& session,
                                            const DemoChoice& choice) {
  absl::Status last;
  for (const std::string& election : choice.elections) {
    for (const std::string& state : choice.states) {
      v1::CreateCandidacyRequest request;
      v1::Candidacy candidacy;
      request.set_parent(election);
      request.mutable_candidacy()->set_state(state);
      *request.mutable_candidacy()->mutable_source() = DemoSource();
      request.set_request_id(NewRequestId());
      last = session.Call(kAsEditor, Method("CreateCandidacy"), request,
                          candidacy);
      if (last.ok()) return candidacy;
      if (!IsTaken(last)) return last;
    }
  }
  return last;
}

absl::Status WithdrawCandidacy(Session& session, const std::string& name) {
  v1::WithdrawCandidacyRequest request;
  v1::Candidacy candidacy;
  request.set_name(name);
  *request.mutable_source() = DemoSource();
  request.set_request_id(NewRequestId());
  return session.Call(kAsEditor, Method("WithdrawCandidacy"), request,
                      candidacy);
}

}  // namespace vigil::cli
