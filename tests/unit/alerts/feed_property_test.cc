#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "services/alerts/feed_name.h"
#include "services/alerts/feed_walk.h"
#include "services/common/api/dates.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/alerts/history.h"

namespace vigil::alerts {
namespace {

// An item as the naive account has it: which update, through whom.
struct Told {
  int64_t position = 0;
  std::set<std::string> subscriptions;

  bool operator==(const Told&) const = default;
};
using Account = std::vector<Told>;

// Does by hand what the model does by index, counts and segments: keeps every
// feed in full.
class Ledger {
 public:
  void OnUpdate(const Update& update) {
    if (!update.IsTold()) return;
    std::map<std::string, std::set<std::string>> told;
    for (auto& [name, conditions] : subscriptions) {
      if (!update.Admits(conditions, created[name])) continue;
      feeds[name].push_back({update.position, {name}});
      known[name].insert(update.raise_position);
      told[PartnerOf(name)].insert(name);
    }
    for (auto& [partner, names] : told) {
      feeds[partner].push_back({update.position, names});
      known[partner].insert(update.raise_position);
    }
  }

  void OnConditions(const std::string& name, const Conditions& conditions,
                    const Model& model) {
    subscriptions[name] = conditions;
    const std::string partner = PartnerOf(name);
    for (const auto& [position, key] : model.log().active()) {
      const Update& raise = *model.log().Find(position);
      if (!Matches(conditions, ForNewcomers(*raise.alert, raise.features))) {
        continue;
      }
      if (known[name].insert(position).second) {
        feeds[name].push_back({position, {name}});
      }
      if (known[partner].insert(position).second) {
        feeds[partner].push_back({position, {name}});
      }
    }
  }

  void OnDelete(const std::string& name) {
    subscriptions.erase(name);
    feeds.erase(name);
    known.erase(name);
  }

  static std::string PartnerOf(const std::string& name) {
    return name.substr(0, name.find("/subscriptions/"));
  }

  std::map<std::string, Conditions> subscriptions;
  std::map<std::string, int64_t> created;  // In microseconds since 1970.
  std::map<std::string, Account> feeds;
  std::map<std::string, std::set<int64_t>> known;
};

class RandomHistory {
 public:
  RandomHistory(uint32_t seed, ModelOptions options)
      : options_(options),
        random_(seed),
        model_(std::make_unique<Model>(options)),
        history_(*model_) {}

  void Step() {
    const int dice = Below(100);
    if (dice < 30) {
      Raise();
    } else if (dice < 45) {
      Resolve();
    } else if (dice < 65) {
      Create();
    } else if (dice < 80) {
      Change();
    } else if (dice < 88) {
      Delete();
    } else if (dice < 96) {
      Acknowledge();
    } else {
      SaveAndRestore();
    }
    ASSERT_TRUE(IsOk(history_.last()));
  }

  // Takes what is new in each feed, as streams do.
  void Follow() {
    for (const auto& [name, account] : naive_.feeds) {
      Account& seen = followed_[name];
      const FeedPlace feed = Find(name);
      const auto steps = StepsAfter(
          *model_, feed, static_cast<int64_t>(seen.size()), SIZE_MAX);
      ASSERT_TRUE(IsOk(steps)) << name;
      for (const FeedStep& step : *steps) {
        ASSERT_EQ(step.sequence, static_cast<int64_t>(seen.size()) + 1);
        seen.push_back(ToldAt(feed, step));
      }
    }
  }

  // Whether the feeds followed are what they should be, and can be read again.
  void Check(bool against_naive) {
    for (const auto& [name, account] : naive_.feeds) {
      const Account& seen = followed_[name];
      ASSERT_TRUE(!against_naive || seen == account) << name;
      const FeedPlace feed = Find(name);
      ASSERT_EQ(model_->HeadOf(feed), static_cast<int64_t>(seen.size()));
      const int64_t earliest = EarliestSequence(*model_, feed);
      ASSERT_TRUE(options_.max_updates < 10'000 || earliest == 1) << name;
      if (earliest > 1) {
        EXPECT_TRUE(FailsWith(StepsAfter(*model_, feed, earliest - 2, 10),
                              "SEQUENCE_TRIMMED"));
      }
      const auto steps = StepsAfter(*model_, feed, earliest - 1, SIZE_MAX);
      ASSERT_TRUE(IsOk(steps));
      Account replayed;
      for (const FeedStep& step : *steps) {
        replayed.push_back(ToldAt(feed, step));
      }
      const Account kept(seen.begin() + (earliest - 1), seen.end());
      ASSERT_TRUE(replayed == kept) << name;
    }
  }

 private:
  int Below(int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random_);
  }

  FeedPlace Find(const std::string& name) {
    const auto feed_name = FeedName::Parse("", name);
    return *model_->FindFeed(feed_name->partner, feed_name->subscription);
  }

  Told ToldAt(const FeedPlace& feed, const FeedStep& step) {
    const auto item = ItemAt(*model_, feed, step);
    EXPECT_TRUE(IsOk(item));
    if (!item.ok()) return {};
    return {step.position,
            {item->subscriptions().begin(), item->subscriptions().end()}};
  }

  template <typename Map>
  std::string AnyKey(const Map& map) {
    return map.empty()
               ? ""
               : std::next(map.begin(), Below(static_cast<int>(map.size())))
                     ->first;
  }
  std::string AnyActive() {
    const auto& active = model_->log().active();
    if (active.empty()) return "";
    return std::next(active.begin(), Below(static_cast<int>(active.size())))
        ->second;
  }

  void Raise() {
    v1::Alert alert;
    alert.set_key(absl::StrCat("k/", Below(60)));
    const AlertRecord* const before = model_->log().FindByKey(alert.key());
    if (before != nullptr && before->IsActive()) return;
    alert.set_kind(static_cast<v1::AlertKind>(1 + Below(4)));
    for (int i = Below(3); i > 0; --i) {
      alert.add_states(absl::StrCat("states/s", Below(6)));
    }
    for (int i = Below(2); i > 0; --i) {
      alert.add_mandates(absl::StrCat("bodies/hrc/mandates/m", Below(4)));
    }
    if (Below(2) == 0) alert.add_bodies("bodies/hrc");
    if (Below(2) == 0) alert.set_score(Below(50) - 5);
    if (Below(3) == 0) alert.set_previous_score(Below(50) - 5);
    if (Below(3) == 0) alert.set_lead_days(30 * Below(3));
    const std::string superseded = Below(4) == 0 ? AnyActive() : "";
    if (superseded.empty()) {
      history_.Raise(alert);
      naive_.OnUpdate(model_->log().updates().back());
    } else {
      history_.RaiseSuperseding(alert, superseded);
      naive_.OnUpdate(*std::prev(model_->log().updates().end(), 2));
    }
  }

  void Resolve() {
    const std::string key = AnyActive();
    if (key.empty()) return;
    history_.Resolve(key);
    naive_.OnUpdate(model_->log().updates().back());
  }

  v1::Subscription AnySubscription(const std::string& name) {
    v1::Subscription subscription;
    subscription.set_name(name);
    subscription.set_display_name(absl::StrCat("d", Below(3)));
    for (int i = Below(3); i > 0; --i) {
      subscription.add_kinds(static_cast<v1::AlertKind>(1 + Below(4)));
    }
    for (int i = Below(3); i > 0; --i) {
      subscription.add_states(absl::StrCat("states/s", Below(6)));
    }
    if (Below(4) == 0) subscription.add_bodies("bodies/hrc");
    if (Below(4) == 0) {
      subscription.add_mandates(
          absl::StrCat("bodies/hrc/mandates/m", Below(4)));
    }
    if (Below(2) == 0) subscription.set_score_threshold(1 + Below(40));
    if (Below(4) == 0) subscription.add_lead_days(30 * Below(3));
    return subscription;
  }

  Conditions ConditionsIn(const v1::Subscription& subscription) {
    return ConditionsOf(subscription, const_cast<NameTable&>(model_->names()));
  }

  void Create() {
    const std::string name = SubscriptionName(absl::StrCat("p", Below(3)),
                                              absl::StrCat("s", Below(12)));
    if (naive_.subscriptions.contains(name)) return;
    const v1::Subscription subscription = AnySubscription(name);
    history_.Create(subscription);
    naive_.created[name] = history_.revision() * 1'000'000;
    followed_.erase(name);
    naive_.feeds[name];
    naive_.OnConditions(name, ConditionsIn(subscription), *model_);
  }

  void Change() {
    const std::string name = AnyKey(naive_.subscriptions);
    if (name.empty()) return;
    v1::Subscription subscription = AnySubscription(name);
    *subscription.mutable_create_time() =
        api::ToProto(absl::FromUnixMicros(naive_.created[name]));
    history_.Update(subscription);
    naive_.OnConditions(name, ConditionsIn(subscription), *model_);
  }

  void Delete() {
    const std::string name = AnyKey(naive_.subscriptions);
    if (name.empty()) return;
    history_.Delete(name);
    naive_.OnDelete(name);
    followed_.erase(name);
  }

  void Acknowledge() {
    const std::string name = AnyKey(naive_.feeds);
    if (name.empty()) return;
    const int64_t sequence =
        Below(static_cast<int>(model_->HeadOf(Find(name))) + 1);
    history_.Acknowledge(name, sequence);
    EXPECT_EQ(model_->AcknowledgementOf(Find(name)).sequence, sequence);
  }

  void SaveAndRestore() {
    auto restored = std::make_unique<Model>(options_);
    const std::vector<std::string> chunks = model_->Serialize();
    ASSERT_TRUE(IsOk(restored->Restore(chunks)));
    // The naive account's numbers of names are those of the old model.
    for (auto& [name, conditions] : naive_.subscriptions) {
      v1::Subscription subscription;
      ToProto(conditions, model_->names(), subscription);
      conditions =
          ConditionsOf(subscription, const_cast<NameTable&>(restored->names()));
    }
    model_ = std::move(restored);
    history_.ContinueWith(*model_);
  }

  const ModelOptions options_;
  std::mt19937 random_;
  std::unique_ptr<Model> model_;
  History history_;
  Ledger naive_;
  std::map<std::string, Account> followed_;
};

void RunHistories(ModelOptions options, bool against_naive,
                  uint32_t first_seed) {
  for (uint32_t seed = first_seed; seed < first_seed + 30; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    RandomHistory history(seed, options);
    for (int step = 0; step < 400; ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      ASSERT_NO_FATAL_FAILURE(history.Step());
      ASSERT_NO_FATAL_FAILURE(history.Follow());
      if (step % 20 != 0) continue;
      ASSERT_NO_FATAL_FAILURE(history.Check(against_naive));
    }
    ASSERT_NO_FATAL_FAILURE(history.Check(against_naive));
  }
}

TEST(FeedProperty, FeedsAreWhatANaiveAccountSaysAndReadTheSameAgain) {
  RunHistories(
      {.max_updates = 100'000, .max_past = 100'000, .max_backfill = 100'000},
      /*against_naive=*/true, 1);
}

TEST(FeedProperty, TrimmedUpdatesMakeFeedsShorterNotOther) {
  RunHistories(
      {.max_updates = 25, .max_past = 100'000, .max_backfill = 100'000},
      /*against_naive=*/true, 1001);
}

TEST(FeedProperty, ForgottenSegmentsMakeFeedsShorterNotOther) {
  RunHistories({.max_updates = 25, .max_past = 3, .max_backfill = 4},
               /*against_naive=*/false, 2001);
}

}  // namespace
}  // namespace vigil::alerts
