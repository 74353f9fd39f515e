#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "services/alerts/feed_bell.h"
#include "services/alerts/model.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/replica.h"

namespace vigil::alerts {

// What streams of a feed have done on this server.
struct Deliveries {
  int32_t open_stream_count = 0;
  int64_t last_sequence = 0;
  absl::Time last_time = absl::InfinitePast();
};

// Wakes the streams whose feeds have got longer, and only these: thousands that
// have nothing to send cost a comparison each when an alert comes. One thread
// does it, since a model that is being changed cannot be asked. Keeps count of
// deliveries. Thread-safe.
class FeedHub {
 public:
  // What a stream waits for: its feed to have another head than `sequence`, or
  // the model another epoch.
  struct Wait {
    FeedPlace feed;
    int64_t sequence = 0;
    int64_t epoch = 0;
    std::function<void()> wake;
  };

  // `replica` must outlive it.
  FeedHub(ledger::Replica<Model>& replica, const Clock& clock);
  ~FeedHub();

  FeedHub(const FeedHub&) = delete;
  FeedHub& operator=(const FeedHub&) = delete;

  // Calls `wait.wake` once, from any thread, when what is waited for happens.
  // To be called while the model is locked for reading, lest it change unseen.
  // `stream` tells waits apart; a later one replaces an earlier one.
  void Add(const void* stream, Wait wait);
  // After this `stream` is not woken any more, but for a call under way.
  void Remove(const void* stream);

  void OnOpen(const std::string& feed);
  void OnDelivery(const std::string& feed, int64_t sequence);
  void OnClose(const std::string& feed);
  Deliveries DeliveriesOf(const std::string& feed) const;

 private:
  void Run();
  // Takes out the waits that are over.
  std::vector<std::function<void()>> TakeDue();

  ledger::Replica<Model>& replica_;
  const Clock& clock_;
  const std::shared_ptr<FeedBell> bell_;
  mutable Mutex mutex_;
  std::unordered_map<const void*, Wait> waits_ ABSL_GUARDED_BY(mutex_);
  // At most one for each feed that had a stream.
  std::unordered_map<std::string, Deliveries> deliveries_
      ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace vigil::alerts
