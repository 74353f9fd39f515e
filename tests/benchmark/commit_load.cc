#include "tests/benchmark/commit_load.h"

#include <atomic>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/redis_ledger.h"
#include "services/common/ledger/replica.h"
#include "tests/benchmark/sample.h"
#include "tests/benchmark/subject.h"

namespace vigil::benchmark {
namespace {

// The least that a model can be: what counts is the way to it.
class Tally final : public ledger::Fold {
 public:
  absl::Status Apply(const ledger::Entry& entry,
                     int64_t /*revision*/) override {
    events_ += entry.events_size();
    return absl::OkStatus();
  }
  std::vector<std::string> Serialize() const override {
    return {absl::StrCat(events_)};
  }
  absl::Status Restore(const std::vector<std::string>& chunks) override {
    events_ = std::stoll(chunks.at(0));
    return absl::OkStatus();
  }
  void Clear() override { events_ = 0; }

  int64_t events() const { return events_; }

 private:
  int64_t events_ = 0;
};

using Tallies = ledger::Replica<Tally>;

// Ends when all writers of a measurement have.
struct Finish {
  std::chrono::steady_clock::time_point end_time;
  std::atomic<int> running;
  std::promise<void> done;
  std::atomic<bool> failed = false;
};

}  // namespace

// One commit after the other, until the time is over.
class CommitLoad::Writer {
 public:
  Writer(Tallies& tallies, int number, int events_each, Finish& finish)
      : tallies_(tallies),
        name_(absl::StrCat("writer-", number, "-",
                           absl::ToUnixNanos(absl::Now()))),
        events_(events_each, MakeAlert(number).SerializeAsString()),
        finish_(finish) {}

  void Next() {
    begin_time_ = SteadyNow();
    ledger::Command command{
        .actor = "services/benchmark",
        .request_id = absl::StrCat(name_, "-", latencies_.size()),
        .digest = "0123456789abcdef",
        .scope = name_};
    tallies_.Commit(
        std::move(command),
        [this](const Tally&, absl::Time) -> absl::StatusOr<ledger::Decision> {
          return ledger::Decision{.event_type = "vigil.alerts.v1.Alert",
                                  .events = events_,
                                  .answer = events_.front()};
        },
        [this](const absl::StatusOr<ledger::Committed>& committed) {
          Ended(committed.status());
        });
  }

  const std::vector<double>& latencies() const { return latencies_; }

 private:
  void Ended(const absl::Status& status) {
    const auto now = SteadyNow();
    const std::chrono::duration<double, std::micro> latency = now - begin_time_;
    if (status.ok()) {
      latencies_.push_back(latency.count());
    } else {
      finish_.failed.store(true);
    }
    if (status.ok() && now < finish_.end_time) return Next();
    if (finish_.running.fetch_sub(1) == 1) finish_.done.set_value();
  }

  Tallies& tallies_;
  const std::string name_;
  const std::vector<std::string> events_;
  Finish& finish_;
  std::chrono::steady_clock::time_point begin_time_;
  std::vector<double> latencies_;
};

class CommitLoad::Parts {
 public:
  explicit Parts(const redis::Options& options)
      : ledger_({.redis = options, .service = "benchmark"}),
        tallies_(ledger_, tally_, clock_) {
    tallies_.core().Start();
  }
  ~Parts() { tallies_.core().Stop(); }

  absl::StatusOr<Commits> Run(int writers, int events_each,
                              absl::Duration duration) {
    Finish finish{.end_time = SteadyNow() + absl::ToChronoNanoseconds(duration),
                  .running = writers};
    std::vector<std::unique_ptr<Writer>> all;
    for (int i = 0; i < writers; ++i) {
      all.push_back(std::make_unique<Writer>(tallies_, i, events_each, finish));
    }
    const auto begin_time = SteadyNow();
    for (const auto& writer : all) writer->Next();
    finish.done.get_future().wait();
    const std::chrono::duration<double> passed = SteadyNow() - begin_time;
    if (finish.failed) return absl::InternalError("a commit failed");
    std::vector<double> latencies;
    for (const auto& writer : all) {
      latencies.insert(latencies.end(), writer->latencies().begin(),
                       writer->latencies().end());
    }
    const auto commits = static_cast<double>(latencies.size());
    committed_events_ += static_cast<int64_t>(latencies.size()) * events_each;
    committed_ += static_cast<int64_t>(latencies.size());
    return Commits{.per_second = commits / passed.count(),
                   .p50 = Quantile(latencies, 0.5),
                   .p99 = Quantile(latencies, 0.99)};
  }

  absl::Status CheckNothingIsMissing() {
    VIGIL_ASSIGN_OR_RETURN(const ledger::Extent extent, ledger_.GetExtent());
    int64_t events = 0;
    VIGIL_RETURN_IF_ERROR(tallies_.Read([&](const Tally& tally, int64_t) {
      events = tally.events();
      return absl::OkStatus();
    }));
    const bool whole = events == committed_events_ && extent.last >= committed_;
    return whole ? absl::OkStatus()
                 : absl::InternalError("the ledger is not what was committed");
  }

  ledger::RedisLedger& ledger() { return ledger_; }
  const ledger::ReplicaCore& core() const { return tallies_.core(); }

 private:
  const SystemClock clock_;
  ledger::RedisLedger ledger_;
  Tally tally_;
  Tallies tallies_;
  int64_t committed_ = 0;
  int64_t committed_events_ = 0;
};

CommitLoad::CommitLoad(const redis::Options& options)
    : parts_(std::make_unique<Parts>(options)) {}
CommitLoad::~CommitLoad() = default;

absl::Status CommitLoad::WaitUntilServing() {
  const absl::Time give_up_time = absl::Now() + absl::Seconds(10);
  while (parts_->core().state() != ledger::ReplicaState::kServing) {
    if (absl::Now() > give_up_time) {
      return absl::UnavailableError("the replica does not come up");
    }
    absl::SleepFor(absl::Milliseconds(1));
  }
  return absl::OkStatus();
}

absl::StatusOr<Commits> CommitLoad::Run(int writers, int events_each,
                                        absl::Duration duration) {
  return parts_->Run(writers, events_each, duration);
}

absl::Status CommitLoad::CheckNothingIsMissing() {
  return parts_->CheckNothingIsMissing();
}

std::string CommitLoad::SampleEntry() {
  const auto records = parts_->ledger().Read(0, 1, absl::ZeroDuration());
  if (!records.ok() || records->empty()) return "";
  return records->front().entry.SerializeAsString();
}

}  // namespace vigil::benchmark
