#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/mandate_names.h"
#include "services/cli/mandate_tables.h"
#include "services/cli/session.h"
#include "services/cli/source_flags.h"
#include "services/cli/span.h"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"
#include "vigil/mandate_watch/v1/mandate_requests.pb.h"
#include "vigil/mandate_watch/v1/planning_requests.pb.h"
#include "vigil/mandate_watch/v1/renewal_requests.pb.h"
#include "vigil/mandate_watch/v1/session_requests.pb.h"

namespace vigil::cli {
namespace {

namespace v1 = mandate_watch::v1;

// What a `within` may be, as `planning_requests.proto` says.
constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kMaxWithin = absl::Hours(1500 * 24);

std::string Method(absl::string_view name) {
  return absl::StrCat("vigil.mandate_watch.v1.MandateWatchService/", name);
}

struct Flags {
  std::string body = "hrc";
  std::string mandate;
  std::string kind;
  std::string status;
  std::string filter;
  std::string as_of;
  std::string within = "180d";
  bool unknown_outcomes = false;
  bool estimated = false;
  std::string resolution;
  std::string session;
  std::string until_session;
  std::string start_session;
  std::optional<int> months;
  bool no_end = false;
  std::string date;
  std::string vote;
  std::string note;
  SourceFlags source;
};

// `bodies/hrc/mandates/sr-belarus` or the like of what was given.
absl::StatusOr<std::string> NameOf(const Flags& flags,
                                   absl::string_view collection,
                                   absl::string_view given) {
  VIGIL_ASSIGN_OR_RETURN(const std::string body, NameIn("bodies", flags.body));
  return NameIn(absl::StrCat(body, "/", collection), given);
}

// `bodies/hrc/sessions/hrc-64` of `64`, `hrc-64` or itself.
absl::StatusOr<std::string> SessionOf(const Flags& flags,
                                      const std::string& given) {
  const bool is_number =
      given.find_first_not_of("0123456789") == std::string::npos;
  return NameOf(flags, "sessions",
                is_number ? absl::StrCat(IdOf(flags.body), "-", given) : given);
}

absl::StatusOr<std::string> FilterOf(const Flags& flags) {
  std::vector<std::string> terms;
  if (!flags.kind.empty()) {
    VIGIL_ASSIGN_OR_RETURN(const int kind,
                           ValueOf(*v1::MandateKind_descriptor(), flags.kind));
    terms.push_back(absl::StrCat(
        "kind = ", v1::MandateKind_Name(static_cast<v1::MandateKind>(kind))));
  }
  if (!flags.status.empty()) {
    VIGIL_ASSIGN_OR_RETURN(
        const int status,
        ValueOf(*v1::RenewalStatus_descriptor(), flags.status));
    terms.push_back(absl::StrCat(
        "renewal_status = ",
        v1::RenewalStatus_Name(static_cast<v1::RenewalStatus>(status))));
  }
  if (!flags.filter.empty()) terms.push_back(flags.filter);
  return absl::StrJoin(terms, " AND ");
}

absl::Status ListMandates(Session& session, const Flags& flags) {
  v1::ListMandatesRequest request;
  v1::ListMandatesResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameIn("bodies", flags.body));
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterOf(flags));
  if (!flags.as_of.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                           ToDate("--as-of", flags.as_of));
  }
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, Method("ListMandates"), request, response));
  session.output.Print(response, MandateTable(response));
  return absl::OkStatus();
}

absl::Status ShowMandate(Session& session, const Flags& flags) {
  v1::GetMandateRequest request;
  v1::Mandate mandate;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_name(),
                         FindMandate(session, flags.body, flags.mandate));
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsAnalyst, Method("GetMandate"), request, mandate));
  session.output.PrintRecord(mandate);
  return absl::OkStatus();
}

absl::Status ListUpcoming(Session& session, const Flags& flags) {
  v1::ListUpcomingRenewalsRequest request;
  v1::ListUpcomingRenewalsResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameIn("bodies", flags.body));
  const absl::StatusOr<absl::Duration> within = ParseSpan(flags.within);
  if (!within.ok()) {
    return UsageError(absl::StrCat("--within: ", within.status().message()));
  }
  if (*within < kDay || *within > kMaxWithin) {
    return UsageError(absl::StrCat("--within: '", flags.within,
                                   "' is not between 1d and ",
                                   kMaxWithin / kDay, "d"));
  }
  request.mutable_within()->set_seconds(absl::ToInt64Seconds(*within));
  request.set_include_unknown_outcomes(flags.unknown_outcomes);
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterOf(flags));
  if (!flags.as_of.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                           ToDate("--as-of", flags.as_of));
  }
  VIGIL_RETURN_IF_ERROR(session.List(kAsAnalyst, Method("ListUpcomingRenewals"),
                                     request, response));
  session.output.Print(response, UpcomingTable(response));
  return absl::OkStatus();
}

absl::Status ListHistory(Session& session, const Flags& flags) {
  v1::ListMandateHistoryRequest request;
  v1::ListMandateHistoryResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameOf(flags, "mandates", flags.mandate));
  VIGIL_RETURN_IF_ERROR(session.List(kAsAnalyst, Method("ListMandateHistory"),
                                     request, response));
  session.output.Print(response, HistoryTable(response));
  return absl::OkStatus();
}

absl::Status ListSessions(Session& session, const Flags& flags) {
  v1::ListSessionsRequest request;
  v1::ListSessionsResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameIn("bodies", flags.body));
  request.set_include_estimated(flags.estimated);
  request.set_filter(flags.filter);
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, Method("ListSessions"), request, response));
  session.output.Print(response, SessionTable(response));
  return absl::OkStatus();
}

absl::Status RecordRenewal(Session& session, const Flags& flags) {
  v1::CreateRenewalRequest request;
  v1::Renewal& renewal = *request.mutable_renewal();
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_parent(),
                         NameOf(flags, "mandates", flags.mandate));
  renewal.set_resolution(flags.resolution);
  if (!flags.session.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*renewal.mutable_session(),
                           SessionOf(flags, flags.session));
  }
  if (!flags.until_session.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*renewal.mutable_until_session(),
                           SessionOf(flags, flags.until_session));
  }
  if (!flags.start_session.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*renewal.mutable_start_session(),
                           SessionOf(flags, flags.start_session));
  }
  if (flags.months.has_value()) renewal.set_duration_months(*flags.months);
  if (flags.no_end) renewal.set_no_end(true);
  if (!flags.date.empty()) {
    VIGIL_ASSIGN_OR_RETURN(*renewal.mutable_adoption_date(),
                           ToDate("--date", flags.date));
  }
  renewal.set_vote(flags.vote);
  renewal.set_note(flags.note);
  SourceFlags source = flags.source;
  if (source.citation.empty()) source.citation = flags.resolution;
  VIGIL_ASSIGN_OR_RETURN(*renewal.mutable_source(), ToSource(source));
  request.set_request_id(NewRequestId());
  v1::Renewal recorded;
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsEditor, Method("CreateRenewal"), request, recorded));
  session.output.PrintRecord(recorded);
  return absl::OkStatus();
}

void AddRenewalCommand(CLI::App& app, Session& session,
                       const std::shared_ptr<Flags>& flags) {
  const CommandGroup<Flags> group(app, session, flags, "renewal",
                                  "Renewals of mandates");
  CLI::App* const record =
      group.Add("record", "Records that a mandate was renewed", RecordRenewal);
  record->add_option("mandate", flags->mandate, "E.g. sr-belarus")->required();
  record->add_option("resolution", flags->resolution, "E.g. A/HRC/RES/64/12")
      ->required();
  record->add_option("--session", flags->session,
                     "The session that adopted it, e.g. 64");
  record->add_option("--date", flags->date, "When it was adopted");
  record->add_option("--vote", flags->vote, "E.g. 28-4-15");
  CLI::Option* const until = record->add_option(
      "--until", flags->until_session, "The text says: until this session");
  CLI::Option* const months = record->add_option(
      "--months", flags->months, "The text says: for so many months");
  CLI::Option* const no_end =
      record->add_flag("--no-end", flags->no_end, "The text sets no end");
  until->excludes(months)->excludes(no_end);
  months->excludes(no_end);
  record->add_option("--start", flags->start_session,
                     "The term starts at the end of this session");
  record->add_option("--note", flags->note, "What the text says of the term");
  record->add_option("--body", flags->body, "The body")->capture_default_str();
  AddSourceOptions(*record, flags->source);
  record->footer(
      "Example: vigil renewal record wg-african-descent A/HRC/RES/63/12 "
      "--session 63 --vote 25-5-17");
}

}  // namespace

void AddMandateCommands(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  const CommandGroup<Flags> group(app, session, flags, "mandate",
                                  "Mandates and when they are due");
  CLI::App* const list = group.Add("list", "Lists mandates", ListMandates);
  list->add_option("--status", flags->status,
                   "E.g. due, outcome-unknown, needs-review");
  CLI::App* const show = group.Add("show", "Shows a mandate", ShowMandate);
  CLI::App* const upcoming =
      group.Add("upcoming", "Lists what is up for renewal", ListUpcoming);
  upcoming->add_option("--within", flags->within, "How soon, e.g. 26w or 180d")
      ->capture_default_str();
  upcoming->add_flag("--unknown-outcomes", flags->unknown_outcomes,
                     "Also those whose session has passed without news");
  upcoming->footer("Example: vigil mandate upcoming --within 90d -o json");
  CLI::App* const history =
      group.Add("history", "Lists the renewals of a mandate", ListHistory);
  for (CLI::App* const command : {show, history}) {
    command->add_option("mandate", flags->mandate, "E.g. sr-belarus")
        ->required();
  }
  for (CLI::App* const command : {list, upcoming}) {
    command->add_option("--kind", flags->kind,
                        "thematic, country or investigative");
    command->add_option("--as-of", flags->as_of,
                        "As of this day; default: today");
  }

  const CommandGroup<Flags> sessions(app, session, flags, "session",
                                     "Sessions of a body");
  CLI::App* const session_list =
      sessions.Add("list", "Lists sessions", ListSessions);
  session_list->add_flag("--estimated", flags->estimated,
                         "Also those that nobody has announced yet");
  for (CLI::App* const command :
       {list, show, upcoming, history, session_list}) {
    command->add_option("--body", flags->body, "The body")
        ->capture_default_str();
  }
  for (CLI::App* const command : {list, upcoming, session_list}) {
    command->add_option("--filter", flags->filter, "Further conditions");
  }
  AddRenewalCommand(app, session, flags);
}

}  // namespace vigil::cli
