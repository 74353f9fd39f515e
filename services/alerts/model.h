#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/alerts/alert_log.h"
#include "services/alerts/feed_bell.h"
#include "services/alerts/name_table.h"
#include "services/alerts/roster.h"
#include "services/common/ledger/fold.h"
#include "vigil/alerts/v1/events.pb.h"

namespace vigil::alerts {

struct Restoring;

// How much is kept.
struct ModelOptions {
  // Updates of alerts that feeds can be read from.
  int64_t max_updates = 50'000;
  // Ended segments of a partner's subscriptions.
  size_t max_past = 256;
  // Active alerts that a new feed begins with: those raised last.
  size_t max_backfill = 1000;
};

// Stands for a partner that has no feed yet.
inline constexpr PartnerNumber kNoPartner = UINT32_MAX;

// A feed: a partner's, or that of one of its subscriptions.
struct FeedPlace {
  PartnerNumber partner = 0;
  std::optional<Slot> slot;
  // Of the subscription: another one may get the same slot, and the same name.
  int64_t create_revision = 0;
};

// The alerts service's state: alerts with their changes, subscriptions with the
// counts of their feeds. An alert is not copied per subscriber: applying it
// counts it for everybody it concerns, and a feed is read by looking at the
// same changes through one subscription (`feed_walk.h`).
//
// Feeds are gap-free and the same on each replica because all that decides
// them is here and follows from the entries: an update belongs to a feed if the
// segment in force at its revision admits it, or if it is in the backfill that
// was written down when a segment began.
class Model final : public ledger::Fold {
 public:
  explicit Model(ModelOptions options = {})
      : options_(options), log_(options.max_updates, names_) {}

  // `ledger::Fold`.
  absl::Status Apply(const ledger::Entry& entry, int64_t revision) override;
  std::vector<std::string> Serialize() const override;
  absl::Status Restore(const std::vector<std::string>& chunks) override;
  void Clear() override;

  // Rung after each entry through which a feed may have got longer or ended,
  // while the model is still locked.
  const std::shared_ptr<FeedBell>& bell() const { return bell_; }

  const AlertLog& log() const { return log_; }
  const Roster& roster() const { return roster_; }
  const NameTable& names() const { return names_; }
  // Changes whenever the model is made anew.
  int64_t epoch() const { return epoch_; }

  // Finds the feed of `partners/{partner}` (`subscription` empty) or of one of
  // its subscriptions. A partner that never subscribed has none.
  std::optional<FeedPlace> FindFeed(absl::string_view partner,
                                    absl::string_view subscription) const;
  // Whether a feed that was found still is that one; a partner's stays.
  bool IsThere(const FeedPlace& feed) const;
  int64_t HeadOf(const FeedPlace& feed) const;
  Acknowledgement AcknowledgementOf(const FeedPlace& feed) const;

  // The subscription in `slot` with name, times and etag.
  v1::Subscription SubscriptionOf(const Partner& partner, Slot slot) const;

  // The slots of a partner's subscriptions that admit an alert now, by id.
  std::vector<Slot> MatchingSlots(PartnerNumber number,
                                  const Features& features) const;

 private:
  absl::Status ApplyEvent(const v1::Event& event, int64_t revision);
  absl::Status Apply(const v1::AlertUpdated& event, int64_t revision);
  absl::Status Apply(const v1::SubscriptionCreated& event, int64_t revision);
  absl::Status Apply(const v1::SubscriptionUpdated& event, int64_t revision);
  absl::Status Apply(const v1::SubscriptionDeleted& event, int64_t revision);
  absl::Status Apply(const v1::FeedAcknowledged& event);

  // Ends what was in force until now.
  void Close(Partner& partner, Segment segment, int64_t revision);
  // Whether a feed that is kept can depend on it.
  bool IsNeeded(const Segment& past) const;
  // Fills in the backfill of `segment`, which is not in the roster yet, and
  // tells the partner's feed of it.
  void Open(PartnerNumber number, Segment& segment);

  absl::Status RestoreRecord(int field, absl::string_view bytes,
                             Restoring& restoring);
  absl::Status RestoreSubscription(bool is_past, Restoring& restoring);

  const ModelOptions options_;
  NameTable names_;
  AlertLog log_;
  Roster roster_;
  const std::shared_ptr<FeedBell> bell_ = std::make_shared<FeedBell>();
  int64_t epoch_ = 0;
  int64_t revision_ = 0;
};

}  // namespace vigil::alerts
