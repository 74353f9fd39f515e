#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/alert_text.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/follow.h"
#include "services/cli/session.h"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/feed_requests.pb.h"

namespace vigil::cli {
namespace {

using alerts::v1::FeedItem;
using alerts::v1::FeedStatus;

#define VIGIL_ALERTS "vigil.alerts.v1.AlertService/"
constexpr absl::string_view kListAlerts = VIGIL_ALERTS "ListAlerts";
constexpr absl::string_view kExplainAlert = VIGIL_ALERTS "ExplainAlert";
constexpr absl::string_view kAcknowledge = VIGIL_ALERTS "AcknowledgeAlerts";
constexpr absl::string_view kGetFeedStatus = VIGIL_ALERTS "GetFeedStatus";
#undef VIGIL_ALERTS

struct AlertFlags {
  bool mine = false;
  bool all = false;
  std::string kind;
  std::string filter;
  int threshold = 10;
  std::string subscription;
  std::string alert;
  std::optional<int64_t> sequence;
  std::optional<int64_t> count;
};

// The partner's feed, or that of one subscription.
std::string FeedOf(const Session& session, const AlertFlags& flags) {
  if (flags.subscription.empty()) return session.Partner();
  return absl::StrCat(session.Partner(), "/subscriptions/",
                      IdOf(flags.subscription));
}

absl::StatusOr<FeedStatus> StatusOf(Session& session,
                                    const std::string& parent) {
  alerts::v1::GetFeedStatusRequest request;
  FeedStatus status;
  request.set_parent(parent);
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsPartner, kGetFeedStatus, request, status));
  return status;
}

void PrintFeedStatus(const Session& session, const FeedStatus& status) {
  Table table({{"FEED"},
               {"HEAD", true},
               {"ACKNOWLEDGED", true},
               {"NEW", true},
               {"DELIVERED", true},
               {"STREAMS", true}});
  table.Add(
      {status.parent(), absl::StrCat(status.head_sequence()),
       absl::StrCat(status.acknowledged_sequence()),
       absl::StrCat(status.head_sequence() - status.acknowledged_sequence()),
       absl::StrCat(status.last_delivered_sequence()),
       absl::StrCat(status.open_stream_count())});
  session.output.Print(status, table);
}

absl::Status ListAlerts(Session& session, const AlertFlags& flags) {
  alerts::v1::ListAlertsRequest request;
  alerts::v1::ListAlertsResponse response;
  std::vector<std::string> conditions;
  if (!flags.all) conditions.push_back("state = ALERT_STATE_ACTIVE");
  if (!flags.kind.empty()) {
    VIGIL_ASSIGN_OR_RETURN(
        const int kind,
        ValueOf(*alerts::v1::AlertKind_descriptor(), flags.kind));
    conditions.push_back(absl::StrCat(
        "kind = ",
        alerts::v1::AlertKind_Name(static_cast<alerts::v1::AlertKind>(kind))));
  }
  if (!flags.filter.empty()) conditions.push_back(flags.filter);
  request.set_filter(absl::StrJoin(conditions, " AND "));
  const bool mine = flags.mine || !flags.subscription.empty();
  if (mine) {
    request.set_parent(FeedOf(session, flags));
  } else {
    request.set_score_threshold(flags.threshold);
  }
  VIGIL_RETURN_IF_ERROR(session.List(mine ? kAsPartner : kAsAnalyst,
                                     kListAlerts, request, response));
  session.output.Print(response, AlertTable(response));
  return absl::OkStatus();
}

void PrintItem(const Output& output, const FeedItem& item) {
  switch (output.format()) {
    case Format::kJson:
      return Output::PrintLine(item);
    case Format::kCsv:
      return Output::PrintText(FeedTable(item).CsvRows());
    case Format::kTable:
      return Output::PrintText(FeedLine(item, output.colour()));
  }
}

absl::Status FollowAlerts(Session& session, const AlertFlags& flags) {
  FollowOptions options{.parent = FeedOf(session, flags),
                        .output = STDOUT_FILENO};
  if (flags.sequence.has_value()) {
    options.after_sequence = *flags.sequence;
  } else {
    VIGIL_ASSIGN_OR_RETURN(const FeedStatus status,
                           StatusOf(session, options.parent));
    options.after_sequence = std::max(status.acknowledged_sequence(),
                                      status.earliest_sequence() - 1);
  }
  int64_t count = 0;
  if (session.output.format() == Format::kCsv) {
    Output::PrintText(FeedTable(FeedItem()).CsvHeader());
  } else if (isatty(STDOUT_FILENO) != 0) {
    Output::Say(absl::StrCat("alerts after number ", options.after_sequence,
                             ", then as they come; Ctrl-C ends"));
  }
  return Follow(session, options, [&](const FeedItem& item) {
    PrintItem(session.output, item);
    return Output::Printed().ok() && ++count != flags.count;
  });
}

absl::Status ExplainAlert(Session& session, const AlertFlags& flags) {
  if (session.output.format() == Format::kCsv) {
    return UsageError("alerts explain answers as table or json, not as csv");
  }
  alerts::v1::ExplainAlertRequest request;
  alerts::v1::ExplainAlertResponse response;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_name(),
                         AlertNamed(session, flags.alert));
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsPartner, kExplainAlert, request, response));
  if (session.output.format() == Format::kJson) {
    session.output.Print(response, Table({}));
  } else {
    Output::PrintText(ExplanationText(response, session.output.colour()));
  }
  return absl::OkStatus();
}

absl::Status Acknowledge(Session& session, const AlertFlags& flags) {
  alerts::v1::AcknowledgeAlertsRequest request;
  request.set_parent(FeedOf(session, flags));
  if (flags.sequence.has_value()) {
    request.set_sequence(*flags.sequence);
  } else {
    VIGIL_ASSIGN_OR_RETURN(const FeedStatus status,
                           StatusOf(session, request.parent()));
    request.set_sequence(status.head_sequence());
  }
  FeedStatus status;
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsPartner, kAcknowledge, request, status));
  PrintFeedStatus(session, status);
  return absl::OkStatus();
}

absl::Status ShowFeedStatus(Session& session, const AlertFlags& flags) {
  VIGIL_ASSIGN_OR_RETURN(const FeedStatus status,
                         StatusOf(session, FeedOf(session, flags)));
  PrintFeedStatus(session, status);
  return absl::OkStatus();
}

}  // namespace

void AddAlertCommands(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<AlertFlags>();
  const CommandGroup<AlertFlags> group(
      app, session, flags, "alerts",
      "What has happened, and what you were told");
  const auto of_subscription = [&](CLI::App* command) {
    command->add_option("--subscription", flags->subscription,
                        "The feed of this subscription alone");
  };

  CLI::App* const list = group.Add(
      "list", "Lists the alerts that hold, the latest first", ListAlerts);
  list->add_flag("--mine", flags->mine, "Only those for my subscriptions");
  list->add_flag("--all", flags->all, "Those that hold no more as well");
  list->add_option("--kind", flags->kind, "E.g. low-score-candidacy");
  list->add_option("--filter", flags->filter,
                   "Further conditions, e.g. 'states: \"states/chn\"'");
  list->add_option("--threshold", flags->threshold,
                   "Leaves out scores that are not under this")
      ->capture_default_str();
  of_subscription(list);

  CLI::App* const follow = group.Add(
      "follow", "Shows alerts as they come; goes on by itself after a break",
      FollowAlerts);
  follow->add_option("--after", flags->sequence,
                     "The last number that you have; default: what you have "
                     "acknowledged");
  follow->add_option("--count", flags->count, "Ends after so many, 1 or more")
      ->check(CLI::PositiveNumber);
  of_subscription(follow);
  follow->footer("Example: vigil alerts follow --after 0 -o json");

  CLI::App* const explain = group.Add(
      "explain", "Says why: the rule, the facts, their sources", ExplainAlert);
  explain
      ->add_option("alert", flags->alert,
                   "Its name, the first letters of it, or its key")
      ->required();

  CLI::App* const ack = group.Add(
      "ack", "Remembers that you have taken care of what came", Acknowledge);
  ack->add_option("sequence", flags->sequence,
                  "Up to this number; default: all");
  of_subscription(ack);

  of_subscription(
      group.Add("status", "Shows where your feed is", ShowFeedStatus));
}

}  // namespace vigil::cli
