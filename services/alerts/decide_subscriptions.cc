#include "services/alerts/decide_subscriptions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/alerts/checks.h"
#include "services/alerts/errors.h"
#include "services/alerts/feed_name.h"
#include "services/common/api/dates.h"
#include "services/common/api/etag.h"
#include "services/common/api/field_mask.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::alerts {
namespace {

constexpr absl::string_view kUpdatable[] = {
    "display_name", "kinds",     "states",          "regional_groups", "bodies",
    "mandates",     "groupings", "score_threshold", "lead_days"};

template <typename List>
void SortUnique(List& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// As it is stored and read again: each value once, in order.
v1::Subscription Normalized(v1::Subscription subscription) {
  SortUnique(*subscription.mutable_kinds());
  SortUnique(*subscription.mutable_states());
  SortUnique(*subscription.mutable_regional_groups());
  SortUnique(*subscription.mutable_bodies());
  SortUnique(*subscription.mutable_mandates());
  SortUnique(*subscription.mutable_groupings());
  SortUnique(*subscription.mutable_lead_days());
  subscription.set_state(v1::SUBSCRIPTION_STATE_ACTIVE);
  subscription.clear_etag();
  return subscription;
}

// A place that the name must have: the feed of a subscription that exists.
absl::StatusOr<FeedPlace> FindSubscription(const Model& model,
                                           absl::string_view field,
                                           const std::string& text) {
  VIGIL_ASSIGN_OR_RETURN(const FeedName name, FeedName::Parse(field, text));
  if (name.subscription.empty()) {
    return InvalidFieldError(field,
                             "must look like partners/*/subscriptions/*");
  }
  const std::optional<FeedPlace> place =
      model.FindFeed(name.partner, name.subscription);
  if (!place) return api::NotFoundError(text);
  return *place;
}

// Chooses an id that the partner does not use: `s1`, `s2` …
std::string FreeId(const Model& model, const std::string& partner) {
  const std::optional<FeedPlace> feed = model.FindFeed(partner, "");
  int64_t number =
      feed ? model.roster().partner(feed->partner).created_count + 1 : 1;
  while (model.FindFeed(partner, absl::StrCat("s", number))) ++number;
  return absl::StrCat("s", number);
}

// A subscription as an update asks for it; checked.
absl::StatusOr<v1::Subscription> Changed(
    const v1::UpdateSubscriptionRequest& request, v1::Subscription before) {
  VIGIL_RETURN_IF_ERROR(api::ApplyUpdate(request.update_mask(), kUpdatable,
                                         request.subscription(), before));
  Violations violations;
  CheckSubscription("subscription", before, violations);
  VIGIL_RETURN_IF_ERROR(violations.ToStatus());
  if (!HasCondition(before)) return ConditionRequiredError();
  return Normalized(std::move(before));
}

}  // namespace

absl::StatusOr<Change<v1::Subscription>> DecideCreate(
    const Model& model, const v1::CreateSubscriptionRequest& request,
    absl::Time now, size_t max_subscriptions) {
  VIGIL_ASSIGN_OR_RETURN(
      const auto ids, api::MatchName("parent", "partners/*", request.parent()));
  const std::string partner(ids[0]);
  Violations violations;
  if (!request.subscription_id().empty()) {
    violations.Add(api::CheckId("subscription_id", request.subscription_id()));
  }
  CheckSubscription("subscription", request.subscription(), violations);
  violations.Add(api::CheckRequestId(request.request_id()));
  VIGIL_RETURN_IF_ERROR(violations.ToStatus());
  if (!HasCondition(request.subscription())) return ConditionRequiredError();

  const std::string id = request.subscription_id().empty()
                             ? FreeId(model, partner)
                             : request.subscription_id();
  const std::string name = FeedName{partner, id}.ToString();
  if (model.FindFeed(partner, id)) return api::AlreadyExistsError(name);
  const std::optional<FeedPlace> feed = model.FindFeed(partner, "");
  if (feed &&
      model.roster().partner(feed->partner).slots.size() >= max_subscriptions) {
    return TooManySubscriptionsError(static_cast<int64_t>(max_subscriptions));
  }

  Change<v1::Subscription> decided;
  v1::Subscription& subscription = decided.response;
  subscription = Normalized(request.subscription());
  subscription.set_name(name);
  *subscription.mutable_create_time() = api::ToProto(now);
  *subscription.mutable_update_time() = api::ToProto(now);
  *decided.events.emplace_back()
       .mutable_subscription_created()
       ->mutable_subscription() = subscription;
  subscription.set_etag(api::EtagOf(subscription));
  return decided;
}

absl::StatusOr<Change<v1::Subscription>> DecideUpdate(
    const Model& model, const v1::UpdateSubscriptionRequest& request,
    absl::Time now) {
  VIGIL_RETURN_IF_ERROR(api::CheckRequestId(request.request_id()));
  const std::string& name = request.subscription().name();
  VIGIL_ASSIGN_OR_RETURN(const FeedPlace place,
                         FindSubscription(model, "subscription.name", name));
  const v1::Subscription before =
      model.SubscriptionOf(model.roster().partner(place.partner), *place.slot);
  VIGIL_RETURN_IF_ERROR(
      api::CheckEtag(name, request.subscription().etag(), before.etag()));

  VIGIL_ASSIGN_OR_RETURN(v1::Subscription after, Changed(request, before));
  Change<v1::Subscription> decided;
  v1::Subscription same = before;
  same.clear_etag();
  if (after.SerializeAsString() == same.SerializeAsString()) {
    decided.response = before;
    return decided;
  }
  *after.mutable_update_time() = api::ToProto(now);
  *decided.events.emplace_back()
       .mutable_subscription_updated()
       ->mutable_subscription() = after;
  decided.response = std::move(after);
  decided.response.set_etag(api::EtagOf(decided.response));
  return decided;
}

absl::StatusOr<Change<google::protobuf::Empty>> DecideDelete(
    const Model& model, const v1::DeleteSubscriptionRequest& request) {
  VIGIL_RETURN_IF_ERROR(api::CheckRequestId(request.request_id()));
  VIGIL_ASSIGN_OR_RETURN(const FeedPlace place,
                         FindSubscription(model, "name", request.name()));
  const v1::Subscription before =
      model.SubscriptionOf(model.roster().partner(place.partner), *place.slot);
  VIGIL_RETURN_IF_ERROR(
      api::CheckEtag(request.name(), request.etag(), before.etag()));
  Change<google::protobuf::Empty> decided;
  decided.events.emplace_back().mutable_subscription_deleted()->set_name(
      request.name());
  return decided;
}

absl::StatusOr<Change<v1::FeedStatus>> DecideAcknowledge(
    const Model& model, const v1::AcknowledgeAlertsRequest& request,
    absl::Time now) {
  VIGIL_ASSIGN_OR_RETURN(const FeedName name,
                         FeedName::Parse("parent", request.parent()));
  if (request.sequence() < 0) {
    return InvalidFieldError("sequence", "at least 0");
  }
  const std::optional<FeedPlace> feed =
      model.FindFeed(name.partner, name.subscription);
  if (!feed && !name.subscription.empty()) {
    return api::NotFoundError(request.parent());
  }
  const int64_t head = feed ? model.HeadOf(*feed) : 0;
  if (request.sequence() > head) {
    return SequenceAheadError(request.sequence(), head);
  }
  const Acknowledgement before =
      feed ? model.AcknowledgementOf(*feed) : Acknowledgement();
  Change<v1::FeedStatus> decided;
  decided.response.set_parent(request.parent());
  decided.response.set_head_sequence(head);
  decided.response.set_acknowledged_sequence(
      std::max(before.sequence, request.sequence()));
  if (request.sequence() > before.sequence) {
    v1::FeedAcknowledged& event =
        *decided.events.emplace_back().mutable_feed_acknowledged();
    event.set_parent(request.parent());
    event.set_sequence(request.sequence());
    *event.mutable_acknowledge_time() = api::ToProto(now);
    *decided.response.mutable_acknowledge_time() = api::ToProto(now);
  } else if (before.micros != 0) {
    *decided.response.mutable_acknowledge_time() =
        api::ToProto(absl::FromUnixMicros(before.micros));
  }
  return decided;
}

}  // namespace vigil::alerts
