#include <google/protobuf/empty.pb.h>

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
#include "services/cli/session.h"
#include "services/cli/state_names.h"
#include "services/cli/words.h"
#include "services/common/api/enums.h"
#include "services/common/base/status_macros.h"
#include "vigil/alerts/v1/subscription_requests.pb.h"

namespace vigil::cli {
namespace {

namespace v1 = alerts::v1;

std::string Method(absl::string_view name) {
  return absl::StrCat("vigil.alerts.v1.AlertService/", name);
}

struct Flags {
  std::string id;
  std::string name;
  std::vector<std::string> kinds;
  std::vector<std::string> states;
  std::vector<std::string> groups;
  std::vector<std::string> bodies;
  std::vector<std::string> mandates;
  std::vector<std::string> groupings;
  std::optional<int> threshold;
  std::vector<int> lead_days;
  std::string subscription;
};

absl::StatusOr<std::string> NameOf(const Session& session, const Flags& flags) {
  return NameIn(absl::StrCat(session.Partner(), "/subscriptions"),
                flags.subscription);
}

// The conditions in words: `kinds low-score-candidacy; states chn, rus`.
std::string Conditions(const v1::Subscription& subscription) {
  std::vector<std::string> conditions;
  const auto add = [&](absl::string_view what,
                       const std::vector<std::string>& values) {
    if (values.empty()) return;
    conditions.push_back(absl::StrCat(what, " ", absl::StrJoin(values, ", ")));
  };
  std::vector<std::string> kinds;
  for (const int kind : subscription.kinds()) {
    kinds.push_back(WordOf(*v1::AlertKind_descriptor(), kind));
  }
  std::vector<std::string> groups;
  for (const int group : subscription.regional_groups()) {
    groups.emplace_back(
        api::CodeOf(static_cast<type::v1::RegionalGroup>(group)));
  }
  const auto ids = [](const auto& names) {
    std::vector<std::string> result;
    for (const std::string& name : names) result.push_back(IdOf(name));
    return result;
  };
  std::vector<std::string> days;
  for (const int day : subscription.lead_days()) {
    days.push_back(absl::StrCat(day));
  }
  add("kinds", kinds);
  add("states", ids(subscription.states()));
  add("groups", groups);
  add("bodies", ids(subscription.bodies()));
  add("mandates", ids(subscription.mandates()));
  add("groupings", ids(subscription.groupings()));
  if (subscription.has_score_threshold()) {
    add("threshold", {absl::StrCat(subscription.score_threshold())});
  }
  add("lead days", days);
  return absl::StrJoin(conditions, "; ");
}

Table SubscriptionTable(const v1::ListSubscriptionsResponse& subscriptions) {
  Table table({{"SUBSCRIPTION"}, {"NAME"}, {"SINCE"}, {"CONDITIONS"}});
  for (const v1::Subscription& subscription : subscriptions.subscriptions()) {
    table.Add({IdOf(subscription.name()), subscription.display_name(),
               TimeText(subscription.create_time()), Conditions(subscription)});
  }
  return table;
}

absl::Status FillConditions(Session& session, const Flags& flags,
                            v1::Subscription& subscription) {
  for (const std::string& kind : flags.kinds) {
    VIGIL_ASSIGN_OR_RETURN(const int value,
                           ValueOf(*v1::AlertKind_descriptor(), kind));
    subscription.add_kinds(static_cast<v1::AlertKind>(value));
  }
  VIGIL_ASSIGN_OR_RETURN(const std::vector<std::string> states,
                         FindStates(session, flags.states));
  for (const std::string& state : states) subscription.add_states(state);
  for (const std::string& group : flags.groups) {
    VIGIL_ASSIGN_OR_RETURN(const type::v1::RegionalGroup value, ToGroup(group));
    subscription.add_regional_groups(value);
  }
  for (const std::string& body : flags.bodies) {
    VIGIL_ASSIGN_OR_RETURN(*subscription.add_bodies(), NameIn("bodies", body));
  }
  for (const std::string& mandate : flags.mandates) {
    VIGIL_ASSIGN_OR_RETURN(*subscription.add_mandates(),
                           FindMandate(session, "hrc", mandate));
  }
  for (const std::string& grouping : flags.groupings) {
    VIGIL_ASSIGN_OR_RETURN(*subscription.add_groupings(),
                           NameIn("groupings", grouping));
  }
  if (flags.threshold.has_value()) {
    subscription.set_score_threshold(*flags.threshold);
  }
  for (const int days : flags.lead_days) subscription.add_lead_days(days);
  return absl::OkStatus();
}

absl::Status Subscribe(Session& session, const Flags& flags) {
  v1::CreateSubscriptionRequest request;
  v1::Subscription created;
  request.set_parent(session.Partner());
  request.set_subscription_id(flags.id);
  request.mutable_subscription()->set_display_name(flags.name);
  VIGIL_RETURN_IF_ERROR(
      FillConditions(session, flags, *request.mutable_subscription()));
  request.set_request_id(NewRequestId());
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsPartner, Method("CreateSubscription"), request, created));
  session.output.PrintRecord(created);
  return absl::OkStatus();
}

absl::Status ListSubscriptions(Session& session, const Flags& /*flags*/) {
  v1::ListSubscriptionsRequest request;
  v1::ListSubscriptionsResponse response;
  request.set_parent(session.Partner());
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsPartner, Method("ListSubscriptions"), request, response));
  session.output.Print(response, SubscriptionTable(response));
  return absl::OkStatus();
}

absl::Status ShowSubscription(Session& session, const Flags& flags) {
  v1::GetSubscriptionRequest request;
  v1::Subscription subscription;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_name(), NameOf(session, flags));
  VIGIL_RETURN_IF_ERROR(session.Call(kAsPartner, Method("GetSubscription"),
                                     request, subscription));
  session.output.PrintRecord(subscription);
  return absl::OkStatus();
}

absl::Status DeleteSubscription(Session& session, const Flags& flags) {
  v1::DeleteSubscriptionRequest request;
  google::protobuf::Empty nothing;
  VIGIL_ASSIGN_OR_RETURN(*request.mutable_name(), NameOf(session, flags));
  request.set_request_id(NewRequestId());
  VIGIL_RETURN_IF_ERROR(
      session.Call(kAsPartner, Method("DeleteSubscription"), request, nothing));
  Output::Say(absl::StrCat(request.name(), " is deleted"));
  return absl::OkStatus();
}

}  // namespace

void AddSubscriptionCommands(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* const subscribe = app.add_subcommand(
      "subscribe", "Asks to be told; see 'vigil alerts follow'");
  SetAction<Flags>(*subscribe, session, flags, Subscribe);
  const auto many = [&](const char* option, auto& values, const char* text) {
    subscribe->add_option(option, values, text)
        ->delimiter(',')
        ->allow_extra_args(false)
        ->group("Conditions: all that are given must hold");
  };
  subscribe->add_option("--name", flags->name, "What you call it")->required();
  subscribe->add_option("--id", flags->id,
                        "The last part of its name; default: made up");
  many("--kind", flags->kinds,
       "What happens, e.g. low-score-candidacy, mandate-renewal-due");
  many("--state", flags->states, "To whom, by code or name, e.g. China");
  many("--group", flags->groups, "In which regional group, e.g. WEOG");
  many("--body", flags->bodies, "In which body, e.g. hrc");
  many("--mandate", flags->mandates, "With which mandate, e.g. sr-belarus");
  many("--grouping", flags->groupings, "In which grouping, e.g. lmg");
  many("--lead-days", flags->lead_days,
       "How many days ahead, of those that the notifier tells: 180, 90, "
       "30, 14, 7 by default");
  subscribe
      ->add_option("--threshold", flags->threshold,
                   "Only scores under this, 1 to 40; default: 10")
      ->group("Conditions: all that are given must hold");
  subscribe->footer(
      "Options may be repeated, or hold several values with commas.\n"
      "Example: vigil subscribe --name \"My region\" --group AFR,APG "
      "--kind low-score-candidacy");

  const CommandGroup<Flags> group(app, session, flags, "subscription",
                                  "What you have asked to be told");
  group.Add("list", "Lists your subscriptions", ListSubscriptions);
  for (CLI::App* const command :
       {group.Add("show", "Shows a subscription", ShowSubscription),
        group.Add("delete", "Ends a subscription", DeleteSubscription)}) {
    command->add_option("subscription", flags->subscription, "Its id or name")
        ->required();
  }
}

}  // namespace vigil::cli
