#include "services/alerts/alert_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/alerts/alert_source.h"
#include "services/alerts/decide_alerts.h"
#include "services/alerts/decide_subscriptions.h"
#include "services/alerts/feed_walk.h"
#include "services/alerts/listing.h"
#include "services/common/api/dates.h"
#include "services/common/api/names.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/ownership.h"
#include "services/common/rpc/commit.h"
#include "services/common/rpc/watch_source.h"
#include "vigil/alerts/v1/alert_service.pb.h"

namespace vigil::alerts {
namespace {

using identity::kPartners;
using identity::kReaders;
using identity::kServices;
using rpc::Call;
using rpc::Reply;

constexpr absl::string_view kPrefix = "partners/";
constexpr int kMaxEvents = 100;  // In a message of an initial state.

// Commands of one partner are decided one after the other; those of others at
// the same time, since they read and write nothing in common.
std::string ScopeOf(const Call& call) { return call.principal.name; }

// The partner that calls, without `partners/`; empty for others.
absl::string_view PartnerOf(const Call& call) {
  const absl::string_view name = call.principal.name;
  return name.substr(0, kPrefix.size()) == kPrefix ? name.substr(kPrefix.size())
                                                   : absl::string_view();
}

// Sends the updates of alerts in an entry; false if there are none.
absl::StatusOr<bool> Fill(const ledger::Record& record,
                          v1::WatchResponse& response) {
  for (const std::string& bytes : record.entry.events()) {
    v1::Event event;
    if (!event.ParseFromString(bytes) || !event.has_alert_updated()) continue;
    *response.add_events() = std::move(event);
  }
  response.set_revision(record.revision);
  *response.mutable_record_time() = record.entry.recorded_at();
  return response.events_size() > 0;
}

// The active alerts, in messages of a hundred, and a last message that says
// that these were all.
std::vector<v1::WatchResponse> InitialState(const Model& model,
                                            int64_t revision) {
  std::vector<v1::WatchResponse> responses(1);
  for (const auto& [position, key] : model.log().active()) {
    if (responses.back().events_size() == kMaxEvents) responses.emplace_back();
    v1::AlertUpdated& event =
        *responses.back().add_events()->mutable_alert_updated();
    event.set_update(v1::ALERT_UPDATE_RAISED);
    *event.mutable_alert() = *model.log().Find(position)->alert;
  }
  for (v1::WatchResponse& response : responses) {
    response.set_revision(revision);
    response.set_head_revision(revision);
    response.set_initial(response.events_size() > 0);
  }
  if (responses.back().initial()) {
    responses.emplace_back().set_revision(revision);
    responses.back().set_head_revision(revision);
  }
  return responses;
}

}  // namespace

rpc::Surface AlertService::Surface(
    const std::shared_ptr<AlertService>& service) {
  rpc::Surface surface(
      v1::Alert::descriptor()->file()->pool()->FindServiceByName(
          "vigil.alerts.v1.AlertService"));
  AddSubscriptions(surface, service);
  AddSubscriptionWrites(surface, service);
  AddAlerts(surface, service);
  AddAlertWrites(surface, service);
  AddFeeds(surface, service);
  return surface;
}

void AlertService::AddSubscriptions(
    rpc::Surface& surface, const std::shared_ptr<AlertService>& service) {
  surface.Unary<v1::GetSubscriptionRequest, v1::Subscription>(
      "GetSubscription", kPartners,
      [service](const Call& call, const auto& request, auto& response) {
        VIGIL_RETURN_IF_ERROR(
            identity::CheckOwner(call.principal, request.name()));
        VIGIL_ASSIGN_OR_RETURN(
            const auto ids, api::MatchName("name", "partners/*/subscriptions/*",
                                           request.name()));
        return service->replica_.Read(
            [&](const Model& model, int64_t) -> absl::Status {
              const auto feed = model.FindFeed(ids[0], ids[1]);
              if (!feed) return api::NotFoundError(request.name());
              response = model.SubscriptionOf(
                  model.roster().partner(feed->partner), *feed->slot);
              return absl::OkStatus();
            });
      });
  surface.Unary<v1::ListSubscriptionsRequest, v1::ListSubscriptionsResponse>(
      "ListSubscriptions", kPartners,
      [service](const Call& call, const auto& request, auto& response) {
        VIGIL_RETURN_IF_ERROR(
            identity::CheckOwner(call.principal, request.parent()));
        return service->replica_.Read([&](const Model& model, int64_t) {
          return ListSubscriptions(model, request, response);
        });
      });
}

void AlertService::AddSubscriptionWrites(
    rpc::Surface& surface, const std::shared_ptr<AlertService>& service) {
  surface.Deferred<v1::CreateSubscriptionRequest, v1::Subscription>(
      "CreateSubscription", kPartners,
      [service](const Call& call, const v1::CreateSubscriptionRequest& request,
                v1::Subscription& response, Reply reply) {
        const absl::Status owner =
            identity::CheckOwner(call.principal, request.parent());
        if (!owner.ok()) return reply(owner);
        rpc::CommitReply(service->replica_, call, request,
                         {request.request_id(), ScopeOf(call)}, response,
                         std::move(reply),
                         [&request](const Model& model, absl::Time now) {
                           return DecideCreate(model, request, now);
                         });
      });
  surface.Deferred<v1::UpdateSubscriptionRequest, v1::Subscription>(
      "UpdateSubscription", kPartners,
      [service](const Call& call, const v1::UpdateSubscriptionRequest& request,
                v1::Subscription& response, Reply reply) {
        const absl::Status owner =
            identity::CheckOwner(call.principal, request.subscription().name());
        if (!owner.ok()) return reply(owner);
        rpc::CommitReply(service->replica_, call, request,
                         {request.request_id(), ScopeOf(call)}, response,
                         std::move(reply),
                         [&request](const Model& model, absl::Time now) {
                           return DecideUpdate(model, request, now);
                         });
      });
  surface.Deferred<v1::DeleteSubscriptionRequest, google::protobuf::Empty>(
      "DeleteSubscription", kPartners,
      [service](const Call& call, const v1::DeleteSubscriptionRequest& request,
                google::protobuf::Empty& response, Reply reply) {
        const absl::Status owner =
            identity::CheckOwner(call.principal, request.name());
        if (!owner.ok()) return reply(owner);
        rpc::CommitReply(service->replica_, call, request,
                         {request.request_id(), ScopeOf(call)}, response,
                         std::move(reply),
                         [&request](const Model& model, absl::Time) {
                           return DecideDelete(model, request);
                         });
      });
}

void AlertService::AddAlerts(rpc::Surface& surface,
                             const std::shared_ptr<AlertService>& service) {
  surface.Unary<v1::GetAlertRequest, v1::Alert>(
      "GetAlert", kReaders,
      [service](const Call&, const auto& request, auto& response) {
        VIGIL_RETURN_IF_ERROR(
            api::MatchName("name", "alerts/*", request.name()).status());
        return service->replica_.Read(
            [&](const Model& model, int64_t) -> absl::Status {
              const AlertRecord* const record =
                  model.log().FindByName(request.name());
              if (record == nullptr) return api::NotFoundError(request.name());
              response = *record->alert;
              return absl::OkStatus();
            });
      });
  surface.Unary<v1::ListAlertsRequest, v1::ListAlertsResponse>(
      "ListAlerts", kReaders,
      [service](const Call& call, const auto& request, auto& response) {
        // A partner's own list is for the partner, whoever may read alerts.
        if (!request.parent().empty() && request.parent() != "-" &&
            (PartnerOf(call).empty() ||
             !identity::MayKnowOf(call.principal, request.parent()))) {
          return api::NotFoundError(request.parent());
        }
        return service->replica_.Read([&](const Model& model, int64_t) {
          return ListAlerts(model, request, response);
        });
      });
  surface.Unary<v1::ExplainAlertRequest, v1::ExplainAlertResponse>(
      "ExplainAlert", kReaders,
      [service](const Call& call, const auto& request, auto& response) {
        return service->replica_.Read([&](const Model& model, int64_t) {
          return ExplainAlert(model, request, PartnerOf(call), response);
        });
      });
}

void AlertService::AddAlertWrites(
    rpc::Surface& surface, const std::shared_ptr<AlertService>& service) {
  surface.Deferred<v1::RaiseAlertRequest, v1::RaiseAlertResponse>(
      "RaiseAlert", kServices,
      [service](const Call& call, const v1::RaiseAlertRequest& request,
                v1::RaiseAlertResponse& response, Reply reply) {
        rpc::CommitReply(service->replica_, call, request,
                         {.request_id = request.request_id()}, response,
                         std::move(reply),
                         [&request](const Model& model, absl::Time now) {
                           return DecideRaise(model, request, now);
                         });
      });
  surface.Deferred<v1::ResolveAlertRequest, v1::ResolveAlertResponse>(
      "ResolveAlert", kServices,
      [service](const Call& call, const v1::ResolveAlertRequest& request,
                v1::ResolveAlertResponse& response, Reply reply) {
        rpc::CommitReply(service->replica_, call, request,
                         {.request_id = request.request_id()}, response,
                         std::move(reply),
                         [&request](const Model& model, absl::Time now) {
                           return DecideResolve(model, request, now);
                         });
      });
  surface.Deferred<v1::ReconcileAlertsRequest, v1::ReconcileAlertsResponse>(
      "ReconcileAlerts", kServices,
      [service](const Call& call, const v1::ReconcileAlertsRequest& request,
                v1::ReconcileAlertsResponse& response, Reply reply) {
        rpc::CommitReply(service->replica_, call, request,
                         {.request_id = request.request_id()}, response,
                         std::move(reply),
                         [&request](const Model& model, absl::Time now) {
                           return DecideReconcile(model, request, now);
                         });
      });
}

void AlertService::AddFeeds(rpc::Surface& surface,
                            const std::shared_ptr<AlertService>& service) {
  surface.ServerStream<v1::StreamAlertsRequest, v1::StreamAlertsResponse>(
      "StreamAlerts", kPartners,
      [service](const Call& call, const v1::StreamAlertsRequest& request)
          -> absl::StatusOr<std::unique_ptr<rpc::Source>> {
        VIGIL_RETURN_IF_ERROR(
            identity::CheckOwner(call.principal, request.parent()));
        return service->Stream(request);
      });
  surface.Deferred<v1::AcknowledgeAlertsRequest, v1::FeedStatus>(
      "AcknowledgeAlerts", kPartners,
      [service](const Call& call, const v1::AcknowledgeAlertsRequest& request,
                v1::FeedStatus& response, Reply reply) {
        const absl::Status owner =
            identity::CheckOwner(call.principal, request.parent());
        if (!owner.ok()) return reply(owner);
        rpc::CommitReply(
            service->replica_, call, request, {.scope = ScopeOf(call)},
            response,
            [service, &request, &response,
             reply = std::move(reply)](const absl::Status& status) {
              if (!status.ok()) return reply(status);
              v1::GetFeedStatusRequest status_request;
              status_request.set_parent(request.parent());
              // What was committed stands, though the rest cannot be read.
              service->GetFeedStatus(status_request, response).IgnoreError();
              reply(absl::OkStatus());
            },
            [&request](const Model& model, absl::Time now) {
              return DecideAcknowledge(model, request, now);
            });
      });
  surface.Unary<v1::GetFeedStatusRequest, v1::FeedStatus>(
      "GetFeedStatus", kPartners,
      [service](const Call& call, const auto& request, auto& response) {
        VIGIL_RETURN_IF_ERROR(
            identity::CheckOwner(call.principal, request.parent()));
        return service->GetFeedStatus(request, response);
      });
  surface.ServerStream<v1::WatchRequest, v1::WatchResponse>(
      "Watch", kServices,
      [service](const Call&, const v1::WatchRequest& request) {
        return service->Watch(request);
      });
}

absl::Status AlertService::GetFeedStatus(
    const v1::GetFeedStatusRequest& request, v1::FeedStatus& response) {
  VIGIL_ASSIGN_OR_RETURN(const FeedName name,
                         FeedName::Parse("parent", request.parent()));
  v1::FeedStatus status;
  status.set_parent(request.parent());
  status.set_earliest_sequence(1);
  VIGIL_RETURN_IF_ERROR(
      replica_.Read([&](const Model& model, int64_t) -> absl::Status {
        const auto feed = model.FindFeed(name.partner, name.subscription);
        if (!feed && !name.subscription.empty()) {
          return api::NotFoundError(request.parent());
        }
        if (!feed) return absl::OkStatus();
        status.set_head_sequence(model.HeadOf(*feed));
        status.set_earliest_sequence(EarliestSequence(model, *feed));
        const Acknowledgement acknowledgement = model.AcknowledgementOf(*feed);
        status.set_acknowledged_sequence(acknowledgement.sequence);
        if (acknowledgement.micros != 0) {
          *status.mutable_acknowledge_time() =
              api::ToProto(absl::FromUnixMicros(acknowledgement.micros));
        }
        return absl::OkStatus();
      }));
  AddDeliveries(status);
  response = std::move(status);
  return absl::OkStatus();
}

void AlertService::AddDeliveries(v1::FeedStatus& status) const {
  const Deliveries deliveries = hub_.DeliveriesOf(status.parent());
  status.set_open_stream_count(deliveries.open_stream_count);
  status.set_last_delivered_sequence(deliveries.last_sequence);
  if (deliveries.last_sequence == 0) return;
  *status.mutable_last_delivery_time() = api::ToProto(deliveries.last_time);
}

absl::StatusOr<std::unique_ptr<rpc::Source>> AlertService::Stream(
    const v1::StreamAlertsRequest& request) {
  VIGIL_ASSIGN_OR_RETURN(const FeedName name,
                         FeedName::Parse("parent", request.parent()));
  if (request.after_sequence() < 0) {
    return InvalidFieldError("after_sequence", "at least 0");
  }
  return AlertSource::Open(replica_, hub_, name, request.after_sequence());
}

absl::StatusOr<std::unique_ptr<rpc::Source>> AlertService::Watch(
    const v1::WatchRequest& request) {
  if (request.after_revision() < 0) {
    return InvalidFieldError("after_revision", "at least 0");
  }
  if (request.initial_state() && request.after_revision() != 0) {
    return InvalidFieldError("after_revision", "not with initial_state");
  }
  rpc::WatchParts<v1::WatchResponse> parts;
  int64_t after = request.after_revision();
  VIGIL_RETURN_IF_ERROR(
      replica_.Read([&](const Model& model, int64_t revision) {
        if (request.initial_state()) {
          parts.initial = InitialState(model, revision);
          after = revision;
        }
        return absl::OkStatus();
      }));
  parts.watcher = replica_.core().Watch(after);
  ledger::ReplicaCore& core = replica_.core();
  parts.fill = [&core](const ledger::Record& record,
                       v1::WatchResponse& response) {
    response.set_head_revision(core.head_revision());
    return Fill(record, response);
  };
  parts.heartbeat =
      [&core, watcher = parts.watcher.get()](v1::WatchResponse& response) {
        response.set_revision(watcher->revision());
        response.set_head_revision(core.head_revision());
      };
  return rpc::MakeWatchSource<v1::WatchResponse>(std::move(parts));
}

}  // namespace vigil::alerts
