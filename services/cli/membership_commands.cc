#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/record_tables.h"
#include "services/cli/session.h"
#include "services/cli/state_names.h"
#include "services/cli/words.h"
#include "services/common/api/enums.h"
#include "services/common/base/status_macros.h"
#include "vigil/membership/v1/election_requests.pb.h"
#include "vigil/membership/v1/grouping_requests.pb.h"
#include "vigil/membership/v1/state_requests.pb.h"
#include "vigil/membership/v1/term_requests.pb.h"

namespace vigil::cli {
namespace {

namespace v1 = membership::v1;

constexpr absl::string_view kListMembers =
    "vigil.membership.v1.MembershipService/ListMembers";
constexpr absl::string_view kListElections =
    "vigil.membership.v1.MembershipService/ListElections";
constexpr absl::string_view kListStates =
    "vigil.membership.v1.StateService/ListStates";
constexpr absl::string_view kListScores =
    "vigil.membership.v1.StateService/ListFreedomScores";
constexpr absl::string_view kListClaims =
    "vigil.membership.v1.StateService/ListGroupingClaims";

struct Flags {
  std::string body = "hrc";
  std::string as_of;
  std::string group;
  std::string filter;
  bool suspended = false;
  std::string state;
  std::optional<int> edition;
  std::optional<int> under;
  std::string grouping;
  bool upcoming = false;
};

// Joins what is set of a filter's terms.
std::string Filter(const std::vector<std::string>& terms) {
  std::vector<std::string> set;
  for (const std::string& term : terms) {
    if (!term.empty()) set.push_back(term);
  }
  return absl::StrJoin(set, " AND ");
}

// `regional_group = …` from `AFR` or `african`.
absl::StatusOr<std::string> GroupTerm(absl::string_view group) {
  if (group.empty()) return std::string();
  VIGIL_ASSIGN_OR_RETURN(const type::v1::RegionalGroup value, ToGroup(group));
  return absl::StrCat("regional_group = ", type::v1::RegionalGroup_Name(value));
}

// `47 members on 2023-06-01: 13 African, …`
std::string Summary(const v1::ListMembersResponse& members) {
  std::map<type::v1::RegionalGroup, int> counts;
  for (const v1::Member& member : members.members()) {
    ++counts[member.regional_group()];
  }
  std::vector<std::string> words;
  for (const auto& [group, count] : counts) {
    words.push_back(absl::StrCat(count, " ", api::WordsOf(group)));
  }
  return absl::StrCat(members.members_size(), " members on ",
                      DateText(members.as_of()), ": ",
                      absl::StrJoin(words, ", "));
}

absl::Status ListMembers(Session& session, const Flags& flags) {
  v1::ListMembersRequest request;
  v1::ListMembersResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameIn("bodies", flags.body));
  VIGIL_ASSIGN_OR_RETURN(const std::string group, GroupTerm(flags.group));
  request.set_filter(Filter({group, flags.filter}));
  request.set_show_suspended(flags.suspended);
  if (!flags.as_of.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                           ToDate("--as-of", flags.as_of));
  }
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, kListMembers, request, response));
  session.output.Print(response, MemberTable(response));
  if (session.output.format() == Format::kTable) {
    Output::Say(Summary(response));
  }
  return absl::OkStatus();
}

absl::Status ListStates(Session& session, const Flags& flags) {
  v1::ListStatesRequest request;
  v1::ListStatesResponse response;
  VIGIL_ASSIGN_OR_RETURN(const std::string group, GroupTerm(flags.group));
  request.set_filter(Filter({group, flags.filter}));
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, kListStates, request, response));
  session.output.Print(response, StateTable(response));
  return absl::OkStatus();
}

absl::Status ShowState(Session& session, const Flags& flags) {
  v1::GetStateRequest request;
  v1::State state;
  VIGIL_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                         FindStates(session, {flags.state}));
  request.set_name(names[0]);
  VIGIL_RETURN_IF_ERROR(session.Call(
      kAsAnalyst, "vigil.membership.v1.StateService/GetState", request, state));
  session.output.PrintRecord(state);
  return absl::OkStatus();
}

absl::Status ListScores(Session& session, const Flags& flags) {
  v1::ListFreedomScoresRequest request;
  v1::ListFreedomScoresResponse response;
  VIGIL_ASSIGN_OR_RETURN(const StateNames names, StateNames::Load(session));
  request.set_parent("states/-");
  if (!flags.state.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(), names.Find(flags.state));
  }
  request.set_filter(
      Filter({flags.edition ? absl::StrCat("edition = ", *flags.edition) : "",
              flags.under ? absl::StrCat("total < ", *flags.under) : "",
              flags.filter}));
  if (!flags.as_of.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                           ToDate("--as-of", flags.as_of));
  }
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, kListScores, request, response));
  session.output.Print(response, ScoreTable(response, names));
  return absl::OkStatus();
}

absl::Status ListClaims(Session& session, const Flags& flags) {
  v1::ListGroupingClaimsRequest request;
  v1::ListGroupingClaimsResponse response;
  VIGIL_ASSIGN_OR_RETURN(const StateNames names, StateNames::Load(session));
  request.set_parent("groupings/-");
  if (!flags.grouping.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           NameIn("groupings", flags.grouping));
  }
  if (!flags.state.empty()) {
    VIGIL_ASSIGN_OR_RETURN(const std::string state, names.Find(flags.state));
    request.set_filter(absl::StrCat("state = \"", state, "\""));
  }
  if (!flags.as_of.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                           ToDate("--as-of", flags.as_of));
  }
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, kListClaims, request, response));
  session.output.Print(response, ClaimTable(response, names));
  return absl::OkStatus();
}

absl::Status ListElections(Session& session, const Flags& flags) {
  v1::ListElectionsRequest request;
  v1::ListElectionsResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameIn("bodies", flags.body));
  request.set_filter(
      Filter({flags.upcoming ? "state = SCHEDULED" : "", flags.filter}));
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, kListElections, request, response));
  session.output.Print(response, ElectionTable(response));
  return absl::OkStatus();
}

}  // namespace

void AddMembershipCommands(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  const CommandGroup<Flags> members(app, session, flags, "member",
                                    "Who sits in a body");
  CLI::App* command = members.Add("list", "Lists the members", ListMembers);
  command->add_option("--as-of", flags->as_of,
                      "On this day, e.g. 2023-06-01; default: today");
  command->add_option("--body", flags->body, "The body")->capture_default_str();
  command->add_option("--group", flags->group,
                      "Of this regional group: AFR, APG, EEG, GRULAC, WEOG");
  command->add_flag("--suspended", flags->suspended,
                    "Those whose rights are suspended as well");
  command->add_option("--filter", flags->filter, "Further conditions");
  command->footer("Example: vigil member list --as-of 2023-06-01 --group EEG");

  const CommandGroup<Flags> states(app, session, flags, "state",
                                   "Member States of the United Nations");
  command = states.Add("list", "Lists the states", ListStates);
  command->add_option("--group", flags->group,
                      "Of this regional group: AFR, APG, EEG, GRULAC, WEOG");
  command->add_option("--filter", flags->filter,
                      "Conditions, e.g. 'short_name:korea'");
  command = states.Add("show", "Shows a state", ShowState);
  command->add_option("state", flags->state, "Its code or name, e.g. China")
      ->required();

  const CommandGroup<Flags> scores(app, session, flags, "score",
                                   "Scores in Freedom in the World");
  command = scores.Add("list", "Lists scores", ListScores);
  command->add_option("state", flags->state,
                      "Of this state, by its code or name; default: of all");
  command->add_option("--edition", flags->edition,
                      "Of this edition, e.g. 2026");
  command->add_option("--under", flags->under, "With a total under this");
  command->add_option("--as-of", flags->as_of,
                      "The latest that was published by this day");
  command->add_option("--filter", flags->filter, "Further conditions");
  command->footer("Example: vigil score list --edition 2023 --under 10");

  const CommandGroup<Flags> groupings(app, session, flags, "grouping",
                                      "Groupings of states, as claimed");
  command =
      groupings.Add("list", "Lists which state belongs to which", ListClaims);
  command->add_option("grouping", flags->grouping,
                      "Of this grouping, e.g. lmg");
  command->add_option("--state", flags->state, "Of this state");
  command->add_option("--as-of", flags->as_of, "On this day");

  const CommandGroup<Flags> elections(app, session, flags, "election",
                                      "Elections to a body");
  command = elections.Add("list", "Lists the elections", ListElections);
  command->add_option("--body", flags->body, "The body")->capture_default_str();
  command->add_flag("--upcoming", flags->upcoming, "Only those not yet held");
  command->add_option("--filter", flags->filter, "Further conditions");
}

}  // namespace vigil::cli
