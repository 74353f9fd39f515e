#include "services/alerts/alert_source.h"

#include <utility>

#include "services/alerts/errors.h"
#include "services/common/api/errors.h"
#include "services/common/base/status_macros.h"
#include "vigil/alerts/v1/feed_requests.pb.h"

namespace vigil::alerts {
namespace {

constexpr size_t kMaxSteps = 1024;

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Source>> AlertSource::Open(
    ledger::Replica<Model>& replica, FeedHub& hub, const FeedName& name,
    int64_t after_sequence) {
  auto source =
      std::make_unique<AlertSource>(replica, hub, name, after_sequence);
  VIGIL_RETURN_IF_ERROR(
      replica.Read([&](const Model& model, int64_t) -> absl::Status {
        VIGIL_ASSIGN_OR_RETURN(const std::optional<FeedPlace> feed,
                               source->FindFeed(model));
        if (!feed) {
          return after_sequence == 0 ? absl::OkStatus()
                                     : SequenceAheadError(after_sequence, 0);
        }
        return StepsAfter(model, *feed, after_sequence, 1).status();
      }));
  return source;
}

AlertSource::AlertSource(ledger::Replica<Model>& replica, FeedHub& hub,
                         FeedName name, int64_t after_sequence)
    : replica_(replica),
      hub_(hub),
      name_(std::move(name)),
      feed_name_(name_.ToString()),
      sequence_(after_sequence) {
  hub_.OnOpen(feed_name_);
}

AlertSource::~AlertSource() {
  hub_.Remove(this);
  hub_.OnClose(feed_name_);
}

absl::StatusOr<std::optional<FeedPlace>> AlertSource::FindFeed(
    const Model& model) {
  const bool is_first = epoch_ == -1;
  if (!is_first && epoch_ != model.epoch()) return FeedRebuiltError(sequence_);
  epoch_ = model.epoch();
  std::optional<FeedPlace> feed =
      model.FindFeed(name_.partner, name_.subscription);
  if (name_.subscription.empty()) return feed;
  if (!feed || (!is_first && feed->create_revision != create_revision_)) {
    return api::NotFoundError(feed_name_);
  }
  create_revision_ = feed->create_revision;
  return feed;
}

absl::StatusOr<rpc::Source::Next> AlertSource::Pull(
    google::protobuf::Message& message, std::function<void()> wake) {
  Next next = Next::kWait;
  VIGIL_RETURN_IF_ERROR(
      replica_.Read([&](const Model& model, int64_t) -> absl::Status {
        VIGIL_ASSIGN_OR_RETURN(next, PullFrom(model, message, std::move(wake)));
        return absl::OkStatus();
      }));
  if (next == Next::kMessage) hub_.OnDelivery(feed_name_, sequence_);
  return next;
}

absl::StatusOr<rpc::Source::Next> AlertSource::PullFrom(
    const Model& model, google::protobuf::Message& message,
    std::function<void()> wake) {
  VIGIL_ASSIGN_OR_RETURN(const std::optional<FeedPlace> feed, FindFeed(model));
  if (steps_.empty() && feed && model.HeadOf(*feed) != sequence_) {
    VIGIL_ASSIGN_OR_RETURN(const std::vector<FeedStep> steps,
                           StepsAfter(model, *feed, sequence_, kMaxSteps));
    steps_.assign(steps.begin(), steps.end());
  }
  if (steps_.empty()) {
    // A partner without a feed gets one with its first subscription.
    hub_.Add(this, {.feed = feed.value_or(FeedPlace{.partner = kNoPartner}),
                    .sequence = sequence_,
                    .epoch = epoch_,
                    .wake = std::move(wake)});
    return Next::kWait;
  }
  VIGIL_ASSIGN_OR_RETURN(v1::FeedItem item,
                         ItemAt(model, *feed, steps_.front()));
  steps_.pop_front();
  sequence_ = item.sequence();
  *static_cast<v1::StreamAlertsResponse&>(message).mutable_item() =
      std::move(item);
  return Next::kMessage;
}

void AlertSource::Heartbeat(google::protobuf::Message& message) {
  int64_t head = sequence_;
  const absl::Status read = replica_.Read([&](const Model& model, int64_t) {
    const auto feed = model.FindFeed(name_.partner, name_.subscription);
    if (feed) head = model.HeadOf(*feed);
    return absl::OkStatus();
  });
  // What was sent is known to be there, also while the model is not readable.
  if (!read.ok()) head = sequence_;
  static_cast<v1::StreamAlertsResponse&>(message)
      .mutable_heartbeat()
      ->set_head_sequence(head);
}

absl::Status AlertSource::Farewell() { return StoppingError(sequence_); }

}  // namespace vigil::alerts
