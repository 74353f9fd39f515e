#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/stop_signal.h"

namespace vigil::ledger {

// Entries that are no longer in memory, read from the ledger by a thread of its
// own, in pages of 32 that all who want them share. Keeps up to 64 MiB of the
// pages used last. While the store is away, pages are late. Thread-safe.
class History {
 public:
  // Entries in order, without gaps.
  using Page = std::vector<Record>;

  explicit History(Ledger& ledger) : ledger_(ledger) {}
  ~History() { Stop(); }

  void Start();
  void Stop();

  // Returns the page that has `revision`, if it is at hand. Otherwise returns
  // null, reads it, and calls `wake` from its own thread.
  // `OUT_OF_RANGE`, `REVISION_TRIMMED`, if it is no longer kept.
  absl::StatusOr<std::shared_ptr<const Page>> Find(int64_t revision,
                                                   const void* owner,
                                                   std::function<void()> wake);

  // Drops what `owner` waits for.
  void Forget(const void* owner);

  // The ledger has become another one: forgets all pages. Who waits is woken.
  void Reset();

 private:
  struct Kept {
    std::shared_ptr<const Page> page;
    int64_t bytes = 0;
    int64_t used = 0;
  };
  using Waiting = std::map<const void*, std::function<void()>>;

  void Run();
  void Load(int64_t number);
  absl::StatusOr<Page> ReadPage(int64_t first);
  void Keep(int64_t number, Page page) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::function<void()>> TakeWaiting(int64_t number)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Ledger& ledger_;
  StopSignal stop_;
  std::thread thread_;
  Mutex mutex_;
  CondVar asked_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;  // Counts `Reset`s.
  int64_t earliest_ ABSL_GUARDED_BY(mutex_) = 0;  // What is before is trimmed.
  std::deque<int64_t> queue_ ABSL_GUARDED_BY(mutex_);
  std::map<int64_t, Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  std::map<int64_t, Kept> kept_ ABSL_GUARDED_BY(mutex_);
  int64_t kept_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t uses_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace vigil::ledger
