#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "services/common/base/mutex.h"

namespace vigil::rpc {

// A stream that a pump keeps going.
class Pumped {
 public:
  virtual ~Pumped() = default;

  // Does what the stream was scheduled for. Never called by two threads at
  // once for the same stream.
  virtual void Advance() = 0;

  // Takes the turn if the stream has been silent since `silent_since`, if its
  // caller may not have it any more, or if it must end: true asks the pump to
  // call `Advance`.
  virtual bool TakeTurnIfSilent(
      std::chrono::steady_clock::time_point silent_since) = 0;
  virtual bool TakeTurnIfUnwelcome() = 0;
  virtual bool TakeTurnToStop() = 0;
};

// Two threads that keep the open streams of a server going: who wakes a stream,
// a replica that has applied an entry, say, only puts it in a queue. They also
// find the streams that have been silent for too long. Thread-safe.
class Pump {
 public:
  Pump(absl::Duration heartbeat_interval, int max_streams);
  ~Pump();

  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;

  // Takes part from now on, until `Remove`. False if there are too many
  // streams, or the pump is stopped.
  bool Add(const std::shared_ptr<Pumped>& stream);
  void Remove(const Pumped* stream);

  // Calls `Advance`, soon, in a thread of the pump.
  void Schedule(std::shared_ptr<Pumped> stream);

  // Ends the streams whose callers may not have them any more.
  void DismissUnwelcome();

  // Ends all streams, and lets no new ones in.
  void Stop();

  // When it looked at the clock last: late by a tick at most, and for free.
  std::chrono::steady_clock::time_point now() const {
    return now_.load(std::memory_order_relaxed);
  }

  size_t size() const;
  bool stopped() const;
  int max_streams() const { return max_streams_; }

 private:
  void Run();
  void Tick();
  std::vector<std::shared_ptr<Pumped>> Streams() const;

  const absl::Duration heartbeat_interval_;
  const int max_streams_;
  std::atomic<std::chrono::steady_clock::time_point> now_;
  mutable Mutex mutex_;
  CondVar changed_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::unordered_map<const Pumped*, std::weak_ptr<Pumped>> streams_
      ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<Pumped>> queue_ ABSL_GUARDED_BY(mutex_);
  CondVar tick_changed_;
  std::vector<std::thread> threads_;
};

}  // namespace vigil::rpc
