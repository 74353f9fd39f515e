#include "services/alerts/feed_walk.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>

#include "services/alerts/errors.h"
#include "services/alerts/feed_name.h"

namespace vigil::alerts {
namespace {

constexpr size_t kMaxNamedSubscriptions = 100;

using Visit = std::function<bool(const FeedStep&)>;

// Hands out sequences from the head down.
class Countdown {
 public:
  Countdown(int64_t head, const Visit& visit)
      : sequence_(head), visit_(visit) {}

  // Returns whether to go on.
  bool Give(int64_t position, int64_t revision) {
    if (sequence_ <= 0) return false;
    return visit_({sequence_--, position, revision});
  }

  // The same for what entered together, in order. An update that is not kept
  // any more ends the walk: nothing before it can be given a sequence.
  bool GiveAll(const AlertLog& log, const std::vector<int64_t>& positions,
               int64_t revision) {
    for (size_t i = positions.size(); i-- > 0;) {
      if (log.Find(positions[i]) == nullptr) return false;
      if (!Give(positions[i], revision)) return false;
    }
    return true;
  }

 private:
  int64_t sequence_;
  const Visit& visit_;
};

// The segments of a partner that have ended, oldest first.
std::vector<Segment> PastOf(const Partner& partner) {
  std::vector<Segment> segments;
  segments.reserve(partner.past.size());
  for (const std::string& packed : partner.past) {
    segments.push_back(Unpack(packed));
  }
  return segments;
}

using UpdateIterator = std::deque<Update>::const_reverse_iterator;

// Gives what came while a segment was in force, and leaves `update` at what
// came before. Returns whether to go on.
bool GiveWhatCame(const AlertLog& log, const Segment& segment,
                  UpdateIterator& update, Countdown& countdown) {
  for (; update != log.updates().rend() &&
         update->revision > segment.start_revision;
       ++update) {
    if (!segment.Covers(update->revision) || !update->IsTold()) continue;
    if (!update->Admits(segment.conditions, segment.create_micros)) continue;
    if (!countdown.Give(update->position, update->revision)) return false;
  }
  return true;
}

void WalkSubscription(const Model& model, const FeedPlace& feed,
                      const Visit& visit) {
  const Roster& roster = model.roster();
  const AlertLog& log = model.log();
  std::vector<Segment> segments;
  for (Segment& past : PastOf(roster.partner(feed.partner))) {
    if (past.create_revision == feed.create_revision) {
      segments.push_back(std::move(past));
    }
  }
  segments.push_back(roster.Get(*feed.slot));

  Countdown countdown(model.HeadOf(feed), visit);
  auto update = log.updates().rbegin();
  for (size_t i = segments.size(); i-- > 0;) {
    const Segment& segment = segments[i];
    if (!GiveWhatCame(log, segment, update, countdown)) return;
    if (segment.start_revision < log.trimmed_revision()) return;
    if (!countdown.GiveAll(log, segment.backfill, segment.start_revision)) {
      return;
    }
  }
}

// Tells which of a partner's subscriptions an update reached as it came.
class Recipients {
 public:
  Recipients(const Model& model, PartnerNumber partner)
      : model_(model),
        number_(partner),
        past_(PastOf(model.roster().partner(partner))) {}

  bool Any(const Update& update) const {
    bool any = false;
    Visit(update, [&any](absl::string_view) { any = true; });
    return any;
  }

  std::set<std::string> Ids(const Update& update) const {
    std::set<std::string> ids;
    Visit(update, [&ids](absl::string_view id) { ids.emplace(id); });
    return ids;
  }

 private:
  // May name one more than once.
  template <typename VisitId>
  void Visit(const Update& update, VisitId visit) const {
    const Roster& roster = model_.roster();
    const auto visit_if = [&](const Features& features, auto is_right) {
      roster.index().MatchWithin(
          roster.partner(number_).words, features,
          [&](uint32_t word, uint64_t bits) {
            ForEachSlot(word, bits, [&](Slot slot) {
              if (roster.StartRevisionOf(slot) < update.revision &&
                  is_right(slot)) {
                visit(roster.IdOf(slot));
              }
            });
          });
    };
    visit_if(update.features, [](Slot) { return true; });
    for (const EarlierNotice& notice : update.earlier) {
      visit_if(notice.features, [&](Slot slot) {
        return roster.CreateMicrosOf(slot) < notice.created_before;
      });
    }
    for (const Segment& segment : past_) {
      if (segment.Covers(update.revision) &&
          update.Admits(segment.conditions, segment.create_micros)) {
        visit(segment.id);
      }
    }
  }

  const Model& model_;
  const PartnerNumber number_;
  const std::vector<Segment> past_;
};

// The ids of the subscriptions through which an item entered a feed.
std::set<std::string> IdsAt(const Model& model, const FeedPlace& feed,
                            const FeedStep& step, const Update& update) {
  if (feed.slot) return {std::string(model.roster().IdOf(*feed.slot))};
  if (update.revision == step.revision) {
    return Recipients(model, feed.partner).Ids(update);
  }
  std::set<std::string> ids;
  for (const Opening& opening : model.roster().partner(feed.partner).openings) {
    if (opening.revision == step.revision &&
        std::binary_search(opening.positions.begin(), opening.positions.end(),
                           step.position)) {
      ids.insert(opening.subscription);
    }
  }
  return ids;
}

void WalkPartner(const Model& model, const FeedPlace& feed,
                 const Visit& visit) {
  const Partner& partner = model.roster().partner(feed.partner);
  const AlertLog& log = model.log();
  const Recipients recipients(model, feed.partner);
  const int64_t trimmed =
      std::max(partner.trimmed_revision, log.trimmed_revision());
  Countdown countdown(model.roster().PartnerHeadOf(feed.partner), visit);
  auto opening = partner.openings.rbegin();
  // Gives what entered with subscriptions after a revision.
  const auto give_openings = [&](int64_t after) {
    for (; opening != partner.openings.rend() && opening->revision > after;
         ++opening) {
      if (!countdown.GiveAll(log, opening->positions, opening->revision)) {
        return false;
      }
    }
    return true;
  };
  for (auto update = log.updates().rbegin();
       update != log.updates().rend() && update->revision > trimmed; ++update) {
    if (!give_openings(update->revision)) return;
    if (!update->IsTold() || !recipients.Any(*update)) continue;
    if (!countdown.Give(update->position, update->revision)) return;
  }
  give_openings(trimmed);
}

}  // namespace

void WalkFeed(const Model& model, const FeedPlace& feed, const Visit& visit) {
  if (feed.slot) {
    WalkSubscription(model, feed, visit);
  } else {
    WalkPartner(model, feed, visit);
  }
}

int64_t EarliestSequence(const Model& model, const FeedPlace& feed) {
  int64_t earliest = model.HeadOf(feed) + 1;
  WalkFeed(model, feed, [&earliest](const FeedStep& step) {
    earliest = step.sequence;
    return true;
  });
  return earliest;
}

absl::StatusOr<std::vector<FeedStep>> StepsAfter(const Model& model,
                                                 const FeedPlace& feed,
                                                 int64_t sequence,
                                                 size_t limit) {
  const int64_t head = model.HeadOf(feed);
  if (sequence > head) return SequenceAheadError(sequence, head);
  std::vector<FeedStep> steps;  // Newest first.
  if (sequence == head) return steps;
  WalkFeed(model, feed, [&](const FeedStep& step) {
    steps.push_back(step);
    return step.sequence > sequence + 1;
  });
  const int64_t earliest = steps.empty() ? head + 1 : steps.back().sequence;
  if (earliest > sequence + 1) return SequenceTrimmedError(sequence, earliest);
  std::reverse(steps.begin(), steps.end());
  if (steps.size() > limit) steps.resize(limit);
  return steps;
}

absl::StatusOr<v1::FeedItem> ItemAt(const Model& model, const FeedPlace& feed,
                                    const FeedStep& step) {
  const Partner& partner = model.roster().partner(feed.partner);
  const Update* const update = model.log().Find(step.position);
  std::set<std::string> ids;
  if (update != nullptr) ids = IdsAt(model, feed, step, *update);
  if (update == nullptr || ids.empty()) {
    return SequenceTrimmedError(step.sequence - 1,
                                EarliestSequence(model, feed));
  }
  v1::FeedItem item;
  item.set_sequence(step.sequence);
  item.set_update(update->kind);
  *item.mutable_alert() = *update->alert;
  for (const std::string& id : ids) {
    if (item.subscriptions_size() == kMaxNamedSubscriptions) break;
    item.add_subscriptions(FeedName{partner.id, id}.ToString());
  }
  *item.mutable_update_time() = update->kind == v1::ALERT_UPDATE_RAISED
                                    ? update->alert->raise_time()
                                    : update->alert->resolve_time();
  return item;
}

}  // namespace vigil::alerts
