#include "services/common/ledger/feed.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

// So few are woken at once by who applied the entry; more by a thread of its
// own, so that commits do not wait for ten thousand streams.
constexpr size_t kMaxInlineWakes = 16;

absl::Status At(absl::Status status, int64_t revision) {
  return WithMetadata(std::move(status), "last_revision",
                      absl::StrCat(revision));
}

class FeedWatcher final : public Watcher {
 public:
  FeedWatcher(Feed& feed, Feed::Reader reader)
      : feed_(feed), reader_(std::move(reader)) {}
  ~FeedWatcher() override { feed_.Forget(this); }

  absl::StatusOr<std::optional<Record>> Next(
      std::function<void()> wake) override {
    return feed_.Next(reader_, this, std::move(wake));
  }
  int64_t revision() const override { return reader_.revision; }

 private:
  Feed& feed_;
  Feed::Reader reader_;
};

}  // namespace

void Feed::Start() {
  history_.Start();
  waker_ = std::thread([this] { RunWaker(); });
}

void Feed::Stop() {
  {
    MutexLock lock(mutex_);
    stopped_ = true;
    work_.NotifyAll();
  }
  Wake();
  if (waker_.joinable()) waker_.join();
  history_.Stop();
  history_.Reset();
}

void Feed::Push(std::shared_ptr<const Record> record) {
  const auto bytes = static_cast<int64_t>(record->entry.ByteSizeLong());
  MutexLock lock(mutex_);
  revision_ = record->revision;
  head_ = std::max(head_, revision_);
  recent_.push_back(std::move(record));
  sizes_.push_back(bytes);
  bytes_ += bytes;
  while (recent_.size() > static_cast<size_t>(max_entries_) ||
         (bytes_ > max_bytes_ && recent_.size() > 1)) {
    recent_.pop_front();
    bytes_ -= sizes_.front();
    sizes_.pop_front();
  }
}

void Feed::Wake() {
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    wakes.swap(waiting_);
    if (wakes.size() > kMaxInlineWakes && !stopped_) {
      to_wake_.push_back(std::move(wakes));
      work_.NotifyOne();
      return;
    }
  }
  for (const auto& [owner, wake] : wakes) wake();
}

void Feed::RunWaker() {
  while (true) {
    std::vector<Wakes> all;
    {
      MutexLock lock(mutex_);
      while (!stopped_ && to_wake_.empty()) work_.Wait(mutex_);
      if (to_wake_.empty()) return;
      all.swap(to_wake_);
    }
    for (const Wakes& wakes : all) {
      for (const auto& [owner, wake] : wakes) wake();
    }
  }
}

void Feed::StartAt(int64_t revision) {
  MutexLock lock(mutex_);
  revision_ = revision;
  recent_.clear();
  sizes_.clear();
  bytes_ = 0;
  head_ = std::max(head_, revision);
}

void Feed::Reset() {
  {
    MutexLock lock(mutex_);
    ++epoch_;
    ready_ = false;
    head_ = 0;
  }
  history_.Reset();
  Wake();
}

void Feed::SetReady() {
  {
    MutexLock lock(mutex_);
    ready_ = true;
  }
  Wake();
}

int64_t Feed::head() const {
  MutexLock lock(mutex_);
  return head_;
}

void Feed::HeardOf(int64_t revision) {
  MutexLock lock(mutex_);
  head_ = std::max(head_, revision);
}

std::unique_ptr<Watcher> Feed::Watch(int64_t after) {
  MutexLock lock(mutex_);
  return std::make_unique<FeedWatcher>(
      *this, Reader{.epoch = epoch_, .revision = after});
}

absl::StatusOr<std::optional<Record>> Feed::Next(Reader& reader,
                                                 const void* owner,
                                                 std::function<void()> wake) {
  std::shared_ptr<const Record> record;
  {
    MutexLock lock(mutex_);
    bool must_wait = false;
    VIGIL_ASSIGN_OR_RETURN(record, FromMemory(reader, owner, wake, must_wait));
    if (must_wait) return std::nullopt;
  }
  if (record == nullptr) return FromHistory(reader, owner, std::move(wake));
  reader.page.reset();
  reader.revision = record->revision;
  return *record;
}

absl::StatusOr<std::shared_ptr<const Record>> Feed::FromMemory(
    const Reader& reader, const void* owner, std::function<void()>& wake,
    bool& must_wait) {
  if (stopped_) return At(StoppingError(), reader.revision);
  if (reader.epoch != epoch_) return At(WatchDivergedError(), reader.revision);
  const int64_t next = reader.revision + 1;
  if (ready_ && reader.revision > head_) {
    return RevisionInFutureError(reader.revision, head_);
  }
  if (!ready_ || next > revision_) {
    must_wait = true;
    waiting_.insert_or_assign(owner, std::move(wake));
    return nullptr;
  }
  const int64_t first = revision_ + 1 - static_cast<int64_t>(recent_.size());
  if (next < first) return nullptr;
  return recent_[next - first];
}

absl::StatusOr<std::optional<Record>> Feed::FromHistory(
    Reader& reader, const void* owner, std::function<void()> wake) {
  const int64_t next = reader.revision + 1;
  if (reader.page == nullptr || reader.page->back().revision < next) {
    VIGIL_ASSIGN_OR_RETURN(reader.page,
                           history_.Find(next, owner, std::move(wake)));
    if (reader.page == nullptr) return std::nullopt;
  }
  const Record& record = (*reader.page)[next - reader.page->front().revision];
  reader.revision = next;
  return record;
}

void Feed::Forget(const void* owner) {
  {
    MutexLock lock(mutex_);
    waiting_.erase(owner);
  }
  history_.Forget(owner);
}

}  // namespace vigil::ledger
