#include "services/common/ledger/command_queue.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

// How often it looks whether the replica serves again.
constexpr absl::Duration kPause = absl::Milliseconds(20);

}  // namespace

void CommandQueue::Add(Command command, ReplicaCore::Decide decide, Done done) {
  absl::Status refused = StoppingError();
  {
    MutexLock lock(mutex_);
    if (queue_.size() >= kMaxCommands) {
      refused = TooManyCommandsError(kMaxCommands);
    } else if (!stopped_) {
      queue_.push_back({.command = std::move(command),
                        .decide = std::move(decide),
                        .done = std::move(done),
                        .give_up_time = SteadyNow() +
                                        absl::ToChronoMicroseconds(patience_)});
      changed_.NotifyOne();
      return;
    }
  }
  done(std::move(refused));
}

std::vector<Pending> CommandQueue::Take() {
  while (true) {
    std::vector<Pending> impatient;
    {
      MutexLock lock(mutex_);
      while (!stopped_ && queue_.empty()) changed_.Wait(mutex_);
      if (stopped_) return {};
      if (state_.state() == ReplicaState::kServing) return TakeBatch();
      changed_.WaitFor(mutex_, kPause);
      impatient = TakeImpatient();
    }
    for (const Pending& pending : impatient) pending.done(Refusal());
  }
}

std::vector<Pending> CommandQueue::TakeBatch() {
  std::vector<Pending> batch;
  std::set<std::string> scopes;
  std::set<std::string> requests;
  while (!queue_.empty() && batch.size() < kMaxBatch) {
    const Command& next = queue_.front().command;
    const bool alone = next.scope.empty();
    if (!batch.empty()) {
      if (alone || scopes.contains(next.scope)) break;
      const std::string key = absl::StrCat(next.actor, "\n", next.request_id);
      if (!next.request_id.empty() && requests.contains(key)) break;
    }
    scopes.insert(next.scope);
    requests.insert(absl::StrCat(next.actor, "\n", next.request_id));
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  return batch;
}

std::vector<Pending> CommandQueue::TakeImpatient() {
  std::vector<Pending> impatient;
  std::deque<Pending> patient;
  const auto now = SteadyNow();
  for (Pending& pending : queue_) {
    const bool waits =
        now < pending.give_up_time &&
        TimeUntil(pending.command.deadline) > absl::ZeroDuration();
    if (waits) {
      patient.push_back(std::move(pending));
    } else {
      impatient.push_back(std::move(pending));
    }
  }
  queue_.swap(patient);
  return impatient;
}

absl::Status CommandQueue::Refusal() const {
  const ReplicaState state = state_.state();
  const bool never_ready =
      state == ReplicaState::kStarting || state == ReplicaState::kUnreadable;
  return never_ready ? NotReadyError()
                     : StoreUnavailableError("Redis cannot be reached");
}

void CommandQueue::PutBack(std::vector<Pending> batch,
                           const absl::Status& why) {
  absl::Status refused = why;
  std::vector<Pending> impatient;
  {
    MutexLock lock(mutex_);
    if (stopped_) {
      refused = StoppingError();
      impatient.swap(batch);
    }
    const auto now = SteadyNow();
    while (!batch.empty()) {
      const bool waits = why.ok() || now < batch.back().give_up_time;
      if (waits) {
        queue_.push_front(std::move(batch.back()));
      } else {
        impatient.push_back(std::move(batch.back()));
      }
      batch.pop_back();
    }
  }
  for (const Pending& pending : impatient) pending.done(refused);
}

void CommandQueue::Stop() {
  std::deque<Pending> rest;
  {
    MutexLock lock(mutex_);
    stopped_ = true;
    rest.swap(queue_);
    changed_.NotifyAll();
  }
  for (const Pending& pending : rest) pending.done(StoppingError());
}

bool CommandQueue::stopped() const {
  MutexLock lock(mutex_);
  return stopped_;
}

bool CommandQueue::empty() const {
  MutexLock lock(mutex_);
  return queue_.empty();
}

}  // namespace vigil::ledger
