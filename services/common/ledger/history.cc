#include "services/common/ledger/history.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "services/common/base/backoff.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

constexpr int kPageEntries = 32;
constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr int64_t kMaxKeptBytes = 64 << 20;

// Page n has the revisions n * 32 + 1 …
int64_t PageOf(int64_t revision) { return (revision - 1) / kPageEntries; }

int64_t EarliestOf(const absl::Status& trimmed) {
  int64_t earliest = 0;
  const std::string text = MetadataOf(trimmed)["earliest_revision"];
  return absl::SimpleAtoi(text, &earliest) ? earliest : 0;
}

}  // namespace

void History::Start() {
  thread_ = std::thread([this] { Run(); });
}

void History::Stop() {
  stop_.Stop();
  {
    MutexLock lock(mutex_);
    stopped_ = true;
    asked_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<std::shared_ptr<const History::Page>> History::Find(
    int64_t revision, const void* owner, std::function<void()> wake) {
  MutexLock lock(mutex_);
  if (revision < earliest_) return RevisionTrimmedError(revision, earliest_);
  const int64_t number = PageOf(revision);
  const auto kept = kept_.find(number);
  // A page at the end of the ledger may have been read half-full.
  if (kept != kept_.end() && kept->second.page->back().revision >= revision) {
    kept->second.used = ++uses_;
    return kept->second.page;
  }
  Waiting& waiting = waiting_[number];
  if (waiting.empty()) queue_.push_back(number);
  waiting.insert_or_assign(owner, std::move(wake));
  asked_.NotifyOne();
  return nullptr;
}

void History::Forget(const void* owner) {
  MutexLock lock(mutex_);
  for (auto& [number, waiting] : waiting_) waiting.erase(owner);
}

void History::Reset() {
  std::vector<std::function<void()>> wakes;
  {
    MutexLock lock(mutex_);
    ++generation_;
    earliest_ = 0;
    queue_.clear();
    kept_.clear();
    kept_bytes_ = 0;
    for (auto& [number, waiting] : waiting_) {
      for (auto& [owner, wake] : waiting) wakes.push_back(std::move(wake));
    }
    waiting_.clear();
  }
  for (const std::function<void()>& wake : wakes) wake();
}

void History::Run() {
  while (true) {
    int64_t number = 0;
    {
      MutexLock lock(mutex_);
      while (!stopped_ && queue_.empty()) asked_.Wait(mutex_);
      if (stopped_) return;
      number = queue_.front();
      queue_.pop_front();
    }
    Load(number);
  }
}

void History::Load(int64_t number) {
  int64_t generation = 0;
  {
    MutexLock lock(mutex_);
    generation = generation_;
  }
  Backoff backoff(absl::Milliseconds(50), absl::Seconds(1));
  absl::StatusOr<Page> page = ReadPage(number * kPageEntries + 1);
  while (!page.ok() && !IsTrimmed(page.status())) {
    LogWarning("history cannot be read yet",
               {{"error", page.status().message()}});
    if (!stop_.SleepFor(backoff.Next())) return;
    page = ReadPage(number * kPageEntries + 1);
  }
  // The store has gone back, which the follower is about to find out.
  if (page.ok() && page->empty() && !stop_.SleepFor(kPause)) return;
  std::vector<std::function<void()>> wakes;
  {
    MutexLock lock(mutex_);
    if (generation != generation_) return;
    if (!page.ok()) {
      earliest_ = std::max(earliest_, EarliestOf(page.status()));
    } else if (!page->empty()) {
      Keep(number, *std::move(page));
    }
    wakes = TakeWaiting(number);
  }
  for (const std::function<void()>& wake : wakes) wake();
}

// Where the beginning of the page is trimmed, reads the rest of it.
absl::StatusOr<History::Page> History::ReadPage(int64_t first) {
  absl::StatusOr<Page> page =
      ledger_.Read(first - 1, kPageEntries, absl::ZeroDuration());
  if (!IsTrimmed(page.status())) return page;
  const int64_t earliest = EarliestOf(page.status());
  const int64_t left = first + kPageEntries - earliest;
  if (left <= 0) return page;
  return ledger_.Read(earliest - 1, static_cast<int>(left),
                      absl::ZeroDuration());
}

void History::Keep(int64_t number, Page page) {
  if (page.front().revision > number * kPageEntries + 1) {
    earliest_ = std::max(earliest_, page.front().revision);
  }
  int64_t bytes = 0;
  for (const Record& record : page) {
    bytes += static_cast<int64_t>(record.entry.ByteSizeLong());
  }
  Kept& kept = kept_[number];
  kept_bytes_ += bytes - kept.bytes;
  kept = {.page = std::make_shared<const Page>(std::move(page)),
          .bytes = bytes,
          .used = ++uses_};
  while (kept_bytes_ > kMaxKeptBytes && kept_.size() > 1) {
    const auto oldest = std::min_element(kept_.begin(), kept_.end(),
                                         [](const auto& a, const auto& b) {
                                           return a.second.used < b.second.used;
                                         });
    kept_bytes_ -= oldest->second.bytes;
    kept_.erase(oldest);
  }
}

std::vector<std::function<void()>> History::TakeWaiting(int64_t number) {
  std::vector<std::function<void()>> wakes;
  for (auto& [owner, wake] : waiting_[number]) wakes.push_back(std::move(wake));
  waiting_.erase(number);
  return wakes;
}

}  // namespace vigil::ledger
