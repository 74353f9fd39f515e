#include "tests/benchmark/population.h"

#include "absl/strings/str_cat.h"

namespace vigil::benchmark {
namespace {

using alerts::v1::Alert;
using alerts::v1::AlertKind;
using alerts::v1::Event;
using alerts::v1::Subscription;

constexpr int kSubscriptionsEach = 50;
constexpr int kSorts = 20;
constexpr int kStates = 193;
constexpr int kMandates = 118;
constexpr int kGroupings = 200;
constexpr int kRegionalGroups = 5;
constexpr int kLeadDays[] = {180, 90, 30, 14, 7};
constexpr AlertKind kKinds[] = {
    alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY,
    alerts::v1::ALERT_KIND_SCORE_UNKNOWN_CANDIDACY,
    alerts::v1::ALERT_KIND_SITTING_MEMBER_LOW_SCORE,
    alerts::v1::ALERT_KIND_MEMBER_SUSPENDED,
    alerts::v1::ALERT_KIND_MEMBER_WITHDRAWN,
    alerts::v1::ALERT_KIND_SEAT_VACANT,
    alerts::v1::ALERT_KIND_MANDATE_RENEWAL_DUE,
    alerts::v1::ALERT_KIND_MANDATE_RENEWAL_RESCHEDULED,
    alerts::v1::ALERT_KIND_MANDATE_OUTCOME_UNKNOWN};

std::string StateName(int number) {
  const char letters[] = {static_cast<char>('a' + number / 26),
                          static_cast<char>('a' + number % 26), 'x', '\0'};
  return absl::StrCat("states/", letters);
}

std::string MandateName(int number) {
  return absl::StrCat("bodies/hrc/mandates/sr-mandate-", number);
}

std::string GroupingName(int number) {
  return absl::StrCat("groupings/g", number);
}

}  // namespace

void Population::NextPartner() {
  sort_ = Below(kSorts);
  const auto draw = [this](size_t count, int limit) {
    std::vector<int> own(count);
    for (int& number : own) number = Below(limit);
    return own;
  };
  states_ = draw(20, kStates);
  mandates_ = draw(12, kMandates);
  groupings_ = draw(6, kGroupings);
}

int Population::Choose(const std::vector<int>& own, int limit) {
  if (Below(5) == 0) return Below(limit);
  return own[Below(static_cast<int>(own.size()))];
}

void Population::FollowMandates(Subscription& subscription) {
  const int mandates = 1 + Below(6);
  for (int i = 0; i < mandates; ++i)
    subscription.add_mandates(MandateName(Choose(mandates_, kMandates)));
  if (Below(3) == 0) return;
  subscription.add_kinds(alerts::v1::ALERT_KIND_MANDATE_RENEWAL_DUE);
  subscription.add_kinds(alerts::v1::ALERT_KIND_MANDATE_OUTCOME_UNKNOWN);
  if (Below(2) == 0) return;
  subscription.add_lead_days(kLeadDays[Below(5)]);
  subscription.add_lead_days(kLeadDays[Below(5)]);
}

void Population::FollowStates(Subscription& subscription) {
  subscription.add_kinds(alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  if (Below(2) == 0) {
    subscription.add_kinds(alerts::v1::ALERT_KIND_SITTING_MEMBER_LOW_SCORE);
  }
  if (Below(10) == 0) {
    subscription.add_regional_groups(
        static_cast<type::v1::RegionalGroup>(1 + Below(kRegionalGroups)));
  } else {
    const int states = 1 + Below(8);
    for (int i = 0; i < states; ++i)
      subscription.add_states(StateName(Choose(states_, kStates)));
  }
  if (Below(3) == 0) subscription.set_score_threshold(5 + Below(30));
}

Event Population::NextSubscription(int number) {
  if (number % kSubscriptionsEach == 0) NextPartner();
  Event event;
  Subscription& subscription =
      *event.mutable_subscription_created()->mutable_subscription();
  subscription.set_name(absl::StrCat("partners/partner-",
                                     number / kSubscriptionsEach,
                                     "/subscriptions/s", number));
  subscription.set_display_name(absl::StrCat("What we follow ", number));
  subscription.mutable_create_time()->set_seconds(1'795'392'000 + number);
  subscription.mutable_update_time()->set_seconds(1'795'392'000 + number);
  const int sort = Below(5) == 0 ? Below(kSorts) : sort_;
  if (sort < 12) {
    FollowMandates(subscription);
  } else if (sort < 17) {
    FollowStates(subscription);
  } else if (sort < 19) {
    subscription.add_groupings(GroupingName(Choose(groupings_, kGroupings)));
    subscription.add_groupings(GroupingName(Choose(groupings_, kGroupings)));
  } else {
    subscription.add_bodies("bodies/hrc");
    subscription.add_kinds(kKinds[Below(std::size(kKinds))]);
  }
  return event;
}

Event Population::NextAlert(int number) {
  Event event;
  event.mutable_alert_updated()->set_update(alerts::v1::ALERT_UPDATE_RAISED);
  Alert& alert = *event.mutable_alert_updated()->mutable_alert();
  alert.set_name(absl::StrCat("alerts/a", number));
  alert.set_state(alerts::v1::ALERT_STATE_ACTIVE);
  alert.set_title("One line of what has happened, with a score or a session");
  alert.add_bodies("bodies/hrc");
  alert.mutable_rule()->set_id("benchmark");
  alert.mutable_rule()->set_version(1);
  if (number % 2 == 0) {
    alert.set_kind(alerts::v1::ALERT_KIND_MANDATE_RENEWAL_DUE);
    alert.set_key(absl::StrCat("mandate-renewal-due/", number));
    alert.add_mandates(MandateName(Below(kMandates)));
    alert.set_lead_days(kLeadDays[Below(5)]);
    return event;
  }
  alert.set_kind(alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  alert.set_key(absl::StrCat("low-score-candidacy/", number));
  alert.add_states(StateName(Below(kStates)));
  alert.add_regional_groups(
      static_cast<type::v1::RegionalGroup>(1 + Below(kRegionalGroups)));
  for (int i = 0; i < 3; ++i)
    alert.add_groupings(GroupingName(Below(kGroupings)));
  alert.set_score(Below(10));
  return event;
}

}  // namespace vigil::benchmark
