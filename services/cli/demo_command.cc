#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/alert_text.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/demo.h"
#include "services/cli/follow.h"
#include "services/cli/session.h"
#include "services/cli/words.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/data_directory.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/feed_requests.pb.h"

namespace vigil::cli {
namespace {

using alerts::v1::Alert;
using alerts::v1::FeedItem;

// What is shown of the past when the feed is followed anew.
constexpr int64_t kShownBefore = 100;
constexpr absl::Duration kPatience = absl::Seconds(30);

struct Flags {
  bool once = false;
};

absl::StatusOr<alerts::v1::FeedStatus> DemoFeed(Session& session) {
  alerts::v1::GetFeedStatusRequest request;
  alerts::v1::FeedStatus status;
  request.set_parent(session.Partner());
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsPartner, "vigil.alerts.v1.AlertService/GetFeedStatus",
                   request, status));
  return status;
}

// How to call this program from where it was started.
std::string CommandOf(const Session& session) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto here = std::filesystem::current_path(error);
  const auto near = self.lexically_relative(here);
  const bool is_below = !near.empty() && *near.begin() != "..";
  std::string command = is_below ? near.string() : self.string();
  const launcher::DataDirectory usual("data");
  if (usual.root() != session.options.data) {
    absl::StrAppend(&command, " --data ", session.options.data);
  }
  return command;
}

absl::Status FollowLive(Session& session) {
  VIGIL_RETURN_IF_ERROR(SubscribeDemoPartner(session));
  VIGIL_ASSIGN_OR_RETURN(const auto feed, DemoFeed(session));
  const auto choice = ChooseCandidacies(session);
  Output::Say("");
  if (choice.ok()) {
    Output::Say(absl::StrCat(
        "To see an alert come, announce a candidacy in a second terminal:\n\n"
        "    ",
        CommandOf(session), " candidacy announce ", IdOf(choice->states[0]),
        " --election ", IdOf(choice->elections[0]), "\n"));
  }
  Output::Say(
      "The alerts of the partner 'demo', as they come; Ctrl-C stops "
      "everything:\n");
  const FollowOptions options{
      .parent = session.Partner(),
      .after_sequence =
          std::max({int64_t{0}, feed.head_sequence() - kShownBefore,
                    feed.earliest_sequence() - 1}),
      .output = STDOUT_FILENO};
  return Follow(session, options, [&](const FeedItem& item) {
    Output::PrintText(FeedLine(item, session.output.colour()));
    return Output::Printed().ok();
  });
}

bool IsAbout(const Alert& alert, const membership::v1::Candidacy& candidacy) {
  return alert.kind() == alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY &&
         std::find(alert.states().begin(), alert.states().end(),
                   candidacy.state()) != alert.states().end() &&
         absl::StrCat(alert.election(), "/candidacies/",
                      IdOf(candidacy.state())) == candidacy.name();
}

absl::Status ShowOnce(Session& session) {
  VIGIL_RETURN_IF_ERROR(SubscribeDemoPartner(session));
  VIGIL_ASSIGN_OR_RETURN(const auto feed, DemoFeed(session));
  VIGIL_ASSIGN_OR_RETURN(const DemoChoice choice, ChooseCandidacies(session));
  const auto start = SteadyNow();
  VIGIL_ASSIGN_OR_RETURN(const membership::v1::Candidacy candidacy,
                         AnnounceFirst(session, choice));
  Output::Say(
      absl::StrCat("announced ", candidacy.name(), "; waiting for its alert"));
  std::string name;
  absl::Status status =
      Follow(session,
             {.parent = session.Partner(),
              .after_sequence = feed.head_sequence(),
              .timeout = kPatience},
             [&](const FeedItem& item) {
               if (item.update() != alerts::v1::ALERT_UPDATE_RAISED ||
                   !IsAbout(item.alert(), candidacy)) {
                 return true;
               }
               Output::PrintText(FeedLine(item, session.output.colour()));
               name = item.alert().name();
               return false;
             });
  if (status.ok()) {
    Output::Say(absl::StrFormat(
        "the alert came after %.0f ms",
        absl::ToDoubleMilliseconds(absl::FromChrono(SteadyNow() - start))));
    alerts::v1::ExplainAlertRequest request;
    alerts::v1::ExplainAlertResponse response;
    request.set_name(name);
    status =
        session.Call(kAsPartner, "vigil.alerts.v1.AlertService/ExplainAlert",
                     request, response);
    Output::PrintText(ExplanationText(response, session.output.colour()));
  }
  const absl::Status withdrawn = WithdrawCandidacy(session, candidacy.name());
  if (withdrawn.ok()) Output::Say("withdrew it, so that this can be repeated");
  return status.ok() ? withdrawn : status;
}

absl::Status Show(Session& session, const Flags& flags) {
  return flags.once ? ShowOnce(session) : FollowLive(session);
}

}  // namespace

void AddDemoCommand(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  // What `vigil up --demo` runs.
  CLI::App* const demo = app.add_subcommand("demo", "")->group("");
  SetAction<Flags>(*demo, session, flags, Show);
  demo->add_flag("--once", flags->once, "");
}

}  // namespace vigil::cli
