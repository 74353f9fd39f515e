#include "services/common/rpc/pump.h"

#include <algorithm>
#include <utility>

#include "services/common/base/clock.h"

namespace vigil::rpc {
namespace {

constexpr int kThreads = 2;

}  // namespace

Pump::Pump(absl::Duration heartbeat_interval, int max_streams)
    : heartbeat_interval_(heartbeat_interval),
      max_streams_(max_streams),
      now_(SteadyNow()) {
  for (int i = 0; i < kThreads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
  threads_.emplace_back([this] { Tick(); });
}

Pump::~Pump() {
  Stop();
  {
    MutexLock lock(mutex_);
    ended_ = true;
    changed_.NotifyAll();
    tick_changed_.NotifyAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Pump::Add(const std::shared_ptr<Pumped>& stream) {
  MutexLock lock(mutex_);
  if (stopped_ || streams_.size() >= static_cast<size_t>(max_streams_)) {
    return false;
  }
  streams_.emplace(stream.get(), stream);
  return true;
}

void Pump::Remove(const Pumped* stream) {
  MutexLock lock(mutex_);
  streams_.erase(stream);
}

void Pump::Schedule(std::shared_ptr<Pumped> stream) {
  MutexLock lock(mutex_);
  queue_.push_back(std::move(stream));
  changed_.NotifyOne();
}

void Pump::DismissUnwelcome() {
  for (auto& stream : Streams()) {
    if (stream->TakeTurnIfUnwelcome()) Schedule(std::move(stream));
  }
}

void Pump::Stop() {
  {
    MutexLock lock(mutex_);
    stopped_ = true;
  }
  for (auto& stream : Streams()) {
    if (stream->TakeTurnToStop()) Schedule(std::move(stream));
  }
}

size_t Pump::size() const {
  MutexLock lock(mutex_);
  return streams_.size();
}

bool Pump::stopped() const {
  MutexLock lock(mutex_);
  return stopped_;
}

std::vector<std::shared_ptr<Pumped>> Pump::Streams() const {
  std::vector<std::shared_ptr<Pumped>> streams;
  MutexLock lock(mutex_);
  streams.reserve(streams_.size());
  for (const auto& [key, stream] : streams_) {
    if (auto open = stream.lock()) streams.push_back(std::move(open));
  }
  return streams;
}

void Pump::Run() {
  for (;;) {
    std::shared_ptr<Pumped> stream;
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !ended_) changed_.Wait(mutex_);
      if (queue_.empty()) return;
      stream = std::move(queue_.front());
      queue_.pop_front();
    }
    stream->Advance();
  }
}

// Looks often enough that a heartbeat is late by a twentieth at most.
void Pump::Tick() {
  const absl::Duration tick = std::clamp(
      heartbeat_interval_ / 20, absl::Milliseconds(5), absl::Seconds(1));
  for (;;) {
    {
      MutexLock lock(mutex_);
      if (!ended_) tick_changed_.WaitFor(mutex_, tick);
      if (ended_) return;
    }
    now_ = SteadyNow();
    const auto silent_since =
        now() - absl::ToChronoNanoseconds(heartbeat_interval_);
    for (auto& stream : Streams()) {
      if (stream->TakeTurnIfSilent(silent_since)) Schedule(std::move(stream));
    }
  }
}

}  // namespace vigil::rpc
