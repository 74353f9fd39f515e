#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/history.h"
#include "services/common/ledger/ledger.h"
#include "services/common/ledger/replica.h"

namespace vigil::ledger {

// What watchers read: recent entries in memory, older ones through `History`.
// Thread-safe.
class Feed {
 public:
  // How a watcher is stopped, and where it is.
  struct Reader {
    int64_t epoch = 0;
    int64_t revision = 0;                       // The last one returned.
    std::shared_ptr<const History::Page> page;  // May hold the next ones.
  };

  Feed(Ledger& ledger, int max_entries, int64_t max_bytes)
      : max_entries_(max_entries), max_bytes_(max_bytes), history_(ledger) {}
  ~Feed() { Stop(); }

  void Start();
  // Ends every watcher with `STOPPING`.
  void Stop();

  // Adds the next entry. Call `Wake` when the last of several is added and no
  // lock is held.
  void Push(std::shared_ptr<const Record> record);
  void Wake();

  // The model is at `revision`, from a snapshot or empty: there are no entries
  // in memory.
  void StartAt(int64_t revision);
  // The ledger has another history now: ends every watcher that there is with
  // `LEDGER_DIVERGED`. Those made from now on wait until `SetReady`.
  void Reset();
  // Watchers get entries from now on.
  void SetReady();

  int64_t head() const;
  // The ledger's last revision as far as known; at least that of the model.
  void HeardOf(int64_t revision);

  std::unique_ptr<Watcher> Watch(int64_t after);

  // The steps of a watcher. `owner` identifies it.
  absl::StatusOr<std::optional<Record>> Next(Reader& reader, const void* owner,
                                             std::function<void()> wake);
  void Forget(const void* owner);

 private:
  using Wakes = std::map<const void*, std::function<void()>>;

  // What is to be done for a reader now.
  absl::StatusOr<std::shared_ptr<const Record>> FromMemory(
      const Reader& reader, const void* owner, std::function<void()>& wake,
      bool& must_wait) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::optional<Record>> FromHistory(Reader& reader,
                                                    const void* owner,
                                                    std::function<void()> wake);
  void RunWaker();

  const int max_entries_;
  const int64_t max_bytes_;
  History history_;
  std::thread waker_;

  mutable Mutex mutex_;
  CondVar work_;  // For the waker.
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool ready_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t epoch_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t revision_ ABSL_GUARDED_BY(mutex_) = 0;  // Of the last entry.
  int64_t head_ ABSL_GUARDED_BY(mutex_) = 0;      // Of the ledger.
  std::deque<std::shared_ptr<const Record>> recent_ ABSL_GUARDED_BY(mutex_);
  std::deque<int64_t> sizes_ ABSL_GUARDED_BY(mutex_);  // Of `recent_`.
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  Wakes waiting_ ABSL_GUARDED_BY(mutex_);
  std::vector<Wakes> to_wake_ ABSL_GUARDED_BY(mutex_);  // By the waker.
};

}  // namespace vigil::ledger
