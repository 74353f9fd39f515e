#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/record_tables.h"
#include "services/cli/session.h"
#include "services/cli/source_flags.h"
#include "services/cli/state_names.h"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"
#include "vigil/membership/v1/candidacy_requests.pb.h"

namespace vigil::cli {
namespace {

namespace v1 = membership::v1;

constexpr absl::string_view kListCandidacies =
    "vigil.membership.v1.MembershipService/ListCandidacies";
constexpr absl::string_view kCreateCandidacy =
    "vigil.membership.v1.MembershipService/CreateCandidacy";
constexpr absl::string_view kWithdrawCandidacy =
    "vigil.membership.v1.MembershipService/WithdrawCandidacy";
constexpr absl::string_view kConcludeCandidacy =
    "vigil.membership.v1.MembershipService/ConcludeCandidacy";

struct Flags {
  std::string body = "hrc";
  std::string election;
  std::string state;
  std::string date;
  std::string note;
  std::string outcome;
  std::string filter;
  std::optional<int> votes;
  bool standing = false;
  SourceFlags source;
};

absl::StatusOr<std::string> ElectionOf(const Flags& flags) {
  VIGIL_ASSIGN_OR_RETURN(const std::string body, NameIn("bodies", flags.body));
  const std::string collection = absl::StrCat(body, "/elections");
  if (flags.election.empty()) return absl::StrCat(collection, "/-");
  return NameIn(collection, flags.election);
}

absl::StatusOr<std::string> StateOf(Session& session, const Flags& flags) {
  VIGIL_ASSIGN_OR_RETURN(const std::vector<std::string> states,
                         FindStates(session, {flags.state}));
  return states[0];
}

// The name of the candidacy of that state in that election.
absl::StatusOr<std::string> NameOf(Session& session, const Flags& flags) {
  VIGIL_ASSIGN_OR_RETURN(const std::string election, ElectionOf(flags));
  VIGIL_ASSIGN_OR_RETURN(const std::string state, StateOf(session, flags));
  return absl::StrCat(election, "/candidacies/", IdOf(state));
}

absl::Status PrintCandidacy(Session& session, const v1::Candidacy& candidacy) {
  session.output.PrintRecord(candidacy);
  return absl::OkStatus();
}

absl::Status ListCandidacies(Session& session, const Flags& flags) {
  v1::ListCandidaciesRequest request;
  v1::ListCandidaciesResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(), ElectionOf(flags));
  VIGIL_ASSIGN_OR_RETURN(const StateNames names, StateNames::Load(session));
  std::vector<std::string> terms;
  if (flags.standing) terms.push_back("candidacy_state = ANNOUNCED");
  if (!flags.state.empty()) {
    VIGIL_ASSIGN_OR_RETURN(const std::string state, names.Find(flags.state));
    terms.push_back(absl::StrCat("state = \"", state, "\""));
  }
  if (!flags.filter.empty()) terms.push_back(flags.filter);
  request.set_filter(absl::StrJoin(terms, " AND "));
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, kListCandidacies, request, response));
  session.output.Print(response, CandidacyTable(response, names));
  return absl::OkStatus();
}

absl::Status Announce(Session& session, const Flags& flags) {
  v1::CreateCandidacyRequest request;
  v1::Candidacy candidacy;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(), ElectionOf(flags));
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_candidacy()->mutable_state(),
                         StateOf(session, flags));
  request.mutable_candidacy()->set_note(flags.note);
  if (!flags.date.empty()) {
    VIGIL_ASSIGN_OR_RETURN(
        *request.mutable_candidacy()->mutable_announce_date(),
        ToDate("--date", flags.date));
  }
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_candidacy()->mutable_source(),
                         ToSource(flags.source));
  request.set_request_id(NewRequestId());
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsEditor, kCreateCandidacy, request, candidacy));
  return PrintCandidacy(session, candidacy);
}

absl::Status Withdraw(Session& session, const Flags& flags) {
  v1::WithdrawCandidacyRequest request;
  v1::Candidacy candidacy;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_name(), NameOf(session, flags));
  if (!flags.date.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_withdraw_date(),
                           ToDate("--date", flags.date));
  }
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_source(), ToSource(flags.source));
  request.set_request_id(NewRequestId());
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsEditor, kWithdrawCandidacy, request, candidacy));
  return PrintCandidacy(session, candidacy);
}

absl::Status Conclude(Session& session, const Flags& flags) {
  v1::ConcludeCandidacyRequest request;
  v1::Candidacy candidacy;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_name(), NameOf(session, flags));
  VIGIL_ASSIGN_OR_RETURN(
      const int outcome,
      ValueOf(*v1::CandidacyState_descriptor(), flags.outcome));
  request.set_outcome(static_cast<v1::CandidacyState>(outcome));
  if (flags.votes.has_value()) request.set_votes(*flags.votes);
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_source(), ToSource(flags.source));
  request.set_request_id(NewRequestId());
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsEditor, kConcludeCandidacy, request, candidacy));
  return PrintCandidacy(session, candidacy);
}

}  // namespace

void AddCandidacyCommands(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  const CommandGroup<Flags> group(app, session, flags, "candidacy",
                                  "Who runs for a seat");
  CLI::App* const list =
      group.Add("list", "Lists candidacies", ListCandidacies);
  list->add_option("--election", flags->election,
                   "In this election, e.g. election-2027; default: in all");
  list->add_option("--state", flags->state, "Of this state");
  list->add_flag("--standing", flags->standing, "Only those that stand");
  list->add_option("--filter", flags->filter, "Further conditions");

  CLI::App* const announce =
      group.Add("announce", "Records that a state runs for a seat", Announce);
  CLI::App* const withdraw =
      group.Add("withdraw", "Records that a state runs no more", Withdraw);
  CLI::App* const conclude =
      group.Add("conclude", "Records what came of a candidacy", Conclude);
  for (CLI::App* const command : {announce, withdraw, conclude}) {
    command->add_option("state", flags->state, "Its code or name, e.g. China")
        ->required();
    command
        ->add_option("--election", flags->election,
                     "The election; see 'vigil election list --upcoming'")
        ->required();
    AddSourceOptions(*command, flags->source);
  }
  announce->add_option("--date", flags->date,
                       "When it was announced; default: today");
  announce->add_option("--note", flags->note, "What else there is to know");
  announce->footer(
      "Example: vigil candidacy announce china --election election-2027");
  withdraw->add_option("--date", flags->date,
                       "When it was withdrawn; default: today");
  conclude->add_option("outcome", flags->outcome, "elected or not-elected")
      ->required();
  conclude->add_option("--votes", flags->votes, "In the decisive ballot");
  for (CLI::App* const command : {list, announce, withdraw, conclude}) {
    command->add_option("--body", flags->body, "The body")
        ->capture_default_str();
  }
}

}  // namespace vigil::cli
