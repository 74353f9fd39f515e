#include "services/alerts/model.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/alerts/errors.h"
#include "services/alerts/feed_name.h"
#include "services/common/api/dates.h"
#include "services/common/api/etag.h"
#include "services/common/base/status_macros.h"

namespace vigil::alerts {
namespace {

int64_t MicrosOf(const google::protobuf::Timestamp& timestamp) {
  return absl::ToUnixMicros(api::TimeOf(timestamp));
}

Segment SegmentOf(const v1::Subscription& subscription, const FeedName& name,
                  NameTable& names) {
  return {.id = name.subscription,
          .display_name = subscription.display_name(),
          .conditions = ConditionsOf(subscription, names),
          .create_micros = MicrosOf(subscription.create_time()),
          .update_micros = MicrosOf(subscription.update_time())};
}

std::vector<Segment> Unpacked(const std::deque<std::string>& packed) {
  std::vector<Segment> segments;
  segments.reserve(packed.size());
  for (const std::string& bytes : packed) segments.push_back(Unpack(bytes));
  return segments;
}

// Whether what was raised, and is active still, came into the feed through a
// segment: as it was raised or, later, as the segment began.
bool Told(const Segment& segment, const Update& raise) {
  if (raise.alert->predecessors().empty()) {
    return (segment.end_revision == 0 ||
            segment.end_revision > raise.revision) &&
           Matches(segment.conditions, raise.features);
  }
  // It is more to newcomers than to those before.
  return (segment.Covers(raise.revision) &&
          Matches(segment.conditions, raise.features)) ||
         std::binary_search(segment.backfill.begin(), segment.backfill.end(),
                            raise.position);
}

}  // namespace

absl::Status Model::Apply(const ledger::Entry& entry, int64_t revision) {
  v1::Event event;
  for (const std::string& bytes : entry.events()) {
    if (!event.ParseFromString(bytes)) return UnreadableEventError(revision);
    VIGIL_RETURN_IF_ERROR(ApplyEvent(event, revision));
  }
  revision_ = revision;
  bell_->Ring();
  return absl::OkStatus();
}

absl::Status Model::ApplyEvent(const v1::Event& event, int64_t revision) {
  switch (event.event_case()) {
    case v1::Event::kAlertUpdated:
      return Apply(event.alert_updated(), revision);
    case v1::Event::kSubscriptionCreated:
      return Apply(event.subscription_created(), revision);
    case v1::Event::kSubscriptionUpdated:
      return Apply(event.subscription_updated(), revision);
    case v1::Event::kSubscriptionDeleted:
      return Apply(event.subscription_deleted(), revision);
    case v1::Event::kFeedAcknowledged:
      return Apply(event.feed_acknowledged());
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return UnreadableEventError(revision);
}

absl::Status Model::Apply(const v1::AlertUpdated& event, int64_t revision) {
  const Update& update = log_.Append(revision, event.update(), event.alert());
  if (update.IsTold()) {
    roster_.Count(update.features, update.earlier, update.position);
  }
  return absl::OkStatus();
}

absl::Status Model::Apply(const v1::SubscriptionCreated& event,
                          int64_t revision) {
  VIGIL_ASSIGN_OR_RETURN(
      const FeedName name,
      FeedName::Parse("subscription.name", event.subscription().name()));
  const PartnerNumber number = roster_.AddPartner(name.partner);
  ++roster_.partner(number).created_count;
  Segment segment = SegmentOf(event.subscription(), name, names_);
  segment.create_revision = segment.start_revision = revision;
  Open(number, segment);
  const Slot slot = roster_.Add(number, segment);
  roster_.SetHead(slot, static_cast<int64_t>(segment.backfill.size()));
  return absl::OkStatus();
}

absl::Status Model::Apply(const v1::SubscriptionUpdated& event,
                          int64_t revision) {
  VIGIL_ASSIGN_OR_RETURN(
      const FeedName name,
      FeedName::Parse("subscription.name", event.subscription().name()));
  const std::optional<FeedPlace> feed =
      FindFeed(name.partner, name.subscription);
  if (!feed) return UnreadableEventError(revision);
  const Slot slot = *feed->slot;
  Segment before = roster_.Get(slot);
  Segment segment = SegmentOf(event.subscription(), name, names_);
  segment.create_revision = before.create_revision;
  if (segment.conditions == before.conditions) {
    segment.start_revision = before.start_revision;
    segment.backfill = before.backfill;
    ReleaseNames(segment.conditions.terms, names_);
    roster_.Replace(slot, segment);
    return absl::OkStatus();
  }
  segment.start_revision = revision;
  const int64_t head = roster_.HeadOf(slot);
  const Acknowledgement acknowledged = roster_.AcknowledgementOf(slot);
  roster_.Remove(feed->partner, slot);
  Close(roster_.partner(feed->partner), std::move(before), revision);
  Open(feed->partner, segment);
  const Slot added = roster_.Add(feed->partner, segment);
  roster_.SetHead(added, head + static_cast<int64_t>(segment.backfill.size()));
  roster_.Acknowledge(added, acknowledged);
  return absl::OkStatus();
}

absl::Status Model::Apply(const v1::SubscriptionDeleted& event,
                          int64_t revision) {
  VIGIL_ASSIGN_OR_RETURN(const FeedName name,
                         FeedName::Parse("name", event.name()));
  const std::optional<FeedPlace> feed =
      FindFeed(name.partner, name.subscription);
  if (!feed) return UnreadableEventError(revision);
  Segment segment = roster_.Get(*feed->slot);
  roster_.Remove(feed->partner, *feed->slot);
  Close(roster_.partner(feed->partner), std::move(segment), revision);
  return absl::OkStatus();
}

absl::Status Model::Apply(const v1::FeedAcknowledged& event) {
  VIGIL_ASSIGN_OR_RETURN(const FeedName name,
                         FeedName::Parse("parent", event.parent()));
  const std::optional<FeedPlace> feed =
      FindFeed(name.partner, name.subscription);
  if (!feed) return absl::OkStatus();
  const Acknowledgement acknowledgement = {event.sequence(),
                                           MicrosOf(event.acknowledge_time())};
  if (feed->slot) {
    roster_.Acknowledge(*feed->slot, acknowledgement);
  } else {
    roster_.partner(feed->partner).acknowledgement = acknowledgement;
  }
  return absl::OkStatus();
}

void Model::Close(Partner& partner, Segment segment, int64_t revision) {
  segment.end_revision = revision;
  partner.past.push_back(Pack(segment));
  while (!partner.past.empty()) {
    const Segment oldest = Unpack(partner.past.front());
    if (IsNeeded(oldest) && partner.past.size() <= options_.max_past) break;
    partner.trimmed_revision =
        std::max(partner.trimmed_revision, oldest.end_revision);
    ReleaseNames(oldest.conditions.terms, names_);
    partner.past.pop_front();
  }
  const int64_t trimmed =
      std::max(partner.trimmed_revision, log_.trimmed_revision());
  while (!partner.openings.empty() &&
         partner.openings.front().revision <= trimmed) {
    partner.openings.pop_front();
  }
}

bool Model::IsNeeded(const Segment& past) const {
  if (past.end_revision > log_.trimmed_revision()) return true;
  // It tells that an alert, active still, was told.
  if (log_.active().empty()) return false;
  const int64_t oldest_raise = log_.active().begin()->first;
  return past.end_revision > log_.Find(oldest_raise)->revision;
}

void Model::Open(PartnerNumber number, Segment& segment) {
  if (log_.active().empty()) return;
  Partner& partner = roster_.partner(number);
  const std::vector<Segment> past = Unpacked(partner.past);
  std::vector<int64_t>& backfill = segment.backfill;
  std::vector<int64_t> news;  // To the partner.
  std::optional<Features> later;
  for (const auto& [position, key] : log_.active()) {
    const Update& raise = *log_.Find(position);
    const bool is_first = raise.alert->predecessors().empty();
    const Features& features =
        is_first ? raise.features
                 : later.emplace(ForNewcomers(*raise.alert, raise.features));
    if (!Matches(segment.conditions, features)) continue;
    bool told_here = false;
    bool told_partner =
        is_first ? !MatchingSlots(number, features).empty()
                 : std::any_of(partner.slots.begin(), partner.slots.end(),
                               [&](Slot slot) {
                                 return Told(roster_.Get(slot), raise);
                               });
    for (const Segment& ended : past) {
      if (!Told(ended, raise)) continue;
      told_partner = true;
      told_here |= ended.create_revision == segment.create_revision;
    }
    if (told_here) continue;
    backfill.push_back(position);
    if (!told_partner) news.push_back(position);
  }
  if (backfill.size() > options_.max_backfill) {
    backfill.erase(
        backfill.begin(),
        backfill.end() - static_cast<int64_t>(options_.max_backfill));
    news.erase(news.begin(),
               std::lower_bound(news.begin(), news.end(), backfill.front()));
  }
  if (news.empty()) return;
  roster_.SetPartnerHead(number, roster_.PartnerHeadOf(number) +
                                     static_cast<int64_t>(news.size()));
  partner.openings.push_back({segment.start_revision, segment.id, news});
}

void Model::Clear() {
  log_.Clear();
  roster_.Clear();
  names_ = NameTable();
  revision_ = 0;
  ++epoch_;
  bell_->Ring();
}

std::optional<FeedPlace> Model::FindFeed(absl::string_view partner,
                                         absl::string_view subscription) const {
  const std::optional<PartnerNumber> number = roster_.FindPartner(partner);
  if (!number) return std::nullopt;
  if (subscription.empty()) return FeedPlace{.partner = *number};
  const std::optional<Slot> slot = roster_.Find(*number, subscription);
  if (!slot) return std::nullopt;
  return FeedPlace{.partner = *number,
                   .slot = slot,
                   .create_revision = roster_.CreateRevisionOf(*slot)};
}

bool Model::IsThere(const FeedPlace& feed) const {
  // Without a feed: any may have been the first subscription.
  if (feed.partner == kNoPartner) return false;
  return !feed.slot ||
         roster_.CreateRevisionOf(*feed.slot) == feed.create_revision;
}

int64_t Model::HeadOf(const FeedPlace& feed) const {
  return feed.slot ? roster_.HeadOf(*feed.slot)
                   : roster_.PartnerHeadOf(feed.partner);
}

Acknowledgement Model::AcknowledgementOf(const FeedPlace& feed) const {
  return feed.slot ? roster_.AcknowledgementOf(*feed.slot)
                   : roster_.partner(feed.partner).acknowledgement;
}

v1::Subscription Model::SubscriptionOf(const Partner& partner,
                                       Slot slot) const {
  const Segment segment = roster_.Get(slot);
  v1::Subscription subscription;
  subscription.set_name(FeedName{partner.id, segment.id}.ToString());
  subscription.set_display_name(segment.display_name);
  ToProto(segment.conditions, names_, subscription);
  subscription.set_state(v1::SUBSCRIPTION_STATE_ACTIVE);
  *subscription.mutable_create_time() =
      api::ToProto(absl::FromUnixMicros(segment.create_micros));
  *subscription.mutable_update_time() =
      api::ToProto(absl::FromUnixMicros(segment.update_micros));
  subscription.set_etag(api::EtagOf(subscription));
  return subscription;
}

std::vector<Slot> Model::MatchingSlots(PartnerNumber number,
                                       const Features& features) const {
  std::vector<Slot> slots;
  roster_.index().MatchWithin(
      roster_.partner(number).words, features,
      [&slots](uint32_t word, uint64_t bits) {
        ForEachSlot(word, bits, [&slots](Slot slot) { slots.push_back(slot); });
      });
  std::sort(slots.begin(), slots.end(), [this](Slot a, Slot b) {
    return roster_.IdOf(a) < roster_.IdOf(b);
  });
  return slots;
}

}  // namespace vigil::alerts
