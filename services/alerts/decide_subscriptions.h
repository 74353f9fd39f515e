#pragma once

#include <google/protobuf/empty.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/alerts/change.h"
#include "services/alerts/model.h"
#include "vigil/alerts/v1/feed_requests.pb.h"
#include "vigil/alerts/v1/subscription_requests.pb.h"

namespace vigil::alerts {

inline constexpr size_t kMaxSubscriptions = 10'000;  // Of a partner.

// Decide what changes of subscriptions, and acknowledgements, lead to. Pure.
// Whether the caller may touch the partner was checked before.

absl::StatusOr<Change<v1::Subscription>> DecideCreate(
    const Model& model, const v1::CreateSubscriptionRequest& request,
    absl::Time now, size_t max_subscriptions = kMaxSubscriptions);

absl::StatusOr<Change<v1::Subscription>> DecideUpdate(
    const Model& model, const v1::UpdateSubscriptionRequest& request,
    absl::Time now);

absl::StatusOr<Change<google::protobuf::Empty>> DecideDelete(
    const Model& model, const v1::DeleteSubscriptionRequest& request);

// The response says what the caller cannot know by itself; the rest of the
// status is filled in later.
absl::StatusOr<Change<v1::FeedStatus>> DecideAcknowledge(
    const Model& model, const v1::AcknowledgeAlertsRequest& request,
    absl::Time now);

}  // namespace vigil::alerts
