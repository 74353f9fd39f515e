#include "services/alerts/feed_hub.h"

#include <utility>

namespace vigil::alerts {

FeedHub::FeedHub(ledger::Replica<Model>& replica, const Clock& clock)
    : replica_(replica),
      clock_(clock),
      bell_(replica.model().bell()),
      thread_([this] { Run(); }) {}

FeedHub::~FeedHub() {
  bell_->Stop();
  thread_.join();
}

void FeedHub::Add(const void* stream, Wait wait) {
  MutexLock lock(mutex_);
  waits_.insert_or_assign(stream, std::move(wait));
}

void FeedHub::Remove(const void* stream) {
  MutexLock lock(mutex_);
  waits_.erase(stream);
}

void FeedHub::Run() {
  int64_t rings = 0;
  while (bell_->Wait(rings)) {
    for (const std::function<void()>& wake : TakeDue()) wake();
  }
}

std::vector<std::function<void()>> FeedHub::TakeDue() {
  std::vector<std::function<void()>> due;
  const auto take = [&](const auto& is_due) {
    MutexLock lock(mutex_);
    for (auto it = waits_.begin(); it != waits_.end();) {
      if (is_due(it->second)) {
        due.push_back(std::move(it->second.wake));
        it = waits_.erase(it);
      } else {
        ++it;
      }
    }
  };
  const absl::Status read = replica_.Read([&](const Model& model, int64_t) {
    take([&model](const Wait& wait) {
      return wait.epoch != model.epoch() || !model.IsThere(wait.feed) ||
             model.HeadOf(wait.feed) != wait.sequence;
    });
    return absl::OkStatus();
  });
  // A model that cannot be read: the streams learn so when they ask.
  if (!read.ok()) take([](const Wait&) { return true; });
  return due;
}

void FeedHub::OnOpen(const std::string& feed) {
  MutexLock lock(mutex_);
  ++deliveries_[feed].open_stream_count;
}

void FeedHub::OnDelivery(const std::string& feed, int64_t sequence) {
  const absl::Time now = clock_.Now();
  MutexLock lock(mutex_);
  Deliveries& deliveries = deliveries_[feed];
  deliveries.last_sequence = sequence;
  deliveries.last_time = now;
}

void FeedHub::OnClose(const std::string& feed) {
  MutexLock lock(mutex_);
  --deliveries_[feed].open_stream_count;
}

Deliveries FeedHub::DeliveriesOf(const std::string& feed) const {
  MutexLock lock(mutex_);
  const auto found = deliveries_.find(feed);
  return found == deliveries_.end() ? Deliveries() : found->second;
}

}  // namespace vigil::alerts
