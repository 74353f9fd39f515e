#include "services/common/ledger/committer.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "services/common/base/backoff.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/entries.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

constexpr int kPageEntries = 128;
// A batch of small changes stays small; one large change goes alone.
constexpr int64_t kMaxBatchBytes = 8 << 20;

// Clients that send one command after the other count as busy all the time.
constexpr std::chrono::milliseconds kMoment(10);

int64_t BytesOf(const std::vector<Entry>& entries) {
  int64_t bytes = 0;
  for (const Entry& entry : entries) {
    bytes += static_cast<int64_t>(entry.ByteSizeLong());
  }
  return bytes;
}

void FailAll(const std::vector<Pending>& commands, const absl::Status& status) {
  for (const Pending& pending : commands) pending.done(status);
}

}  // namespace

// What deciding one command has led to: an answer at once, or entries.
struct Committer::Outcome {
  std::optional<absl::StatusOr<Committed>> now;
  std::vector<Entry> entries;
  std::string answer;
};

bool Committer::Batch::Fits(const std::vector<Entry>& more) const {
  return commands.empty() ||
         (entries.size() + more.size() <= kMaxEntriesPerAppend &&
          bytes + BytesOf(more) <= kMaxBatchBytes);
}

void Committer::Batch::Add(Pending pending, Outcome outcome) {
  bytes += BytesOf(outcome.entries);
  last_id = outcome.entries.back().id();
  std::move(outcome.entries.begin(), outcome.entries.end(),
            std::back_inserter(entries));
  commands.push_back(std::move(pending));
  answers.push_back(std::move(outcome.answer));
  revisions.push_back(expected + static_cast<int64_t>(entries.size()));
}

Committer::Committer(Ledger& ledger, Folded& folded, Feed& feed,
                     const Clock& clock, StateBoard& state,
                     const ReplicaOptions& options)
    : ledger_(ledger),
      folded_(folded),
      feed_(feed),
      clock_(clock),
      state_(state),
      options_(options),
      queue_(state, options.store_patience) {}

void Committer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Committer::Stop() {
  stop_.Stop();
  queue_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Committer::Run() {
  while (true) {
    std::vector<Pending> commands = queue_.Take();
    if (commands.empty()) return;
    busy_.store(true);
    Process(std::move(commands));
    idle_since_.store(SteadyNow());
    busy_.store(!queue_.empty());
  }
}

bool Committer::busy() const {
  return busy_.load() || SteadyNow() - idle_since_.load() < kMoment;
}

void Committer::Process(std::vector<Pending> commands) {
  Backoff backoff(absl::Milliseconds(2), absl::Milliseconds(100));
  for (int attempt = 1; !commands.empty(); ++attempt) {
    Batch batch = DecideAll(std::move(commands));
    if (!batch.put_off.empty())
      queue_.PutBack(std::move(batch.put_off), absl::OkStatus());
    if (batch.commands.empty()) return;
    const absl::Status status = Append(batch);
    if (status.ok()) return Succeed(std::move(batch));
    if (!Recover(status, batch)) return;
    if (attempt >= options_.max_attempts) {
      return FailAll(batch.commands, status);
    }
    commands = std::move(batch.commands);
    stop_.SleepFor(backoff.Next());
  }
}

Committer::Batch Committer::DecideAll(std::vector<Pending> commands) {
  Batch batch;
  std::vector<std::pair<Pending, absl::StatusOr<Committed>>> finished;
  const absl::Status readable =
      folded_.Read([&](const Place& place, const RequestMemory& requests) {
        batch.expected = place.revision;
        batch.last_id = place.id;
        for (size_t i = 0; i < commands.size(); ++i) {
          Outcome outcome =
              DecideOne(commands[i], place, requests, batch.last_id);
          if (outcome.now.has_value()) {
            finished.emplace_back(std::move(commands[i]),
                                  *std::move(outcome.now));
          } else if (batch.Fits(outcome.entries)) {
            batch.Add(std::move(commands[i]), std::move(outcome));
          } else {
            std::move(commands.begin() + static_cast<ptrdiff_t>(i),
                      commands.end(), std::back_inserter(batch.put_off));
            break;
          }
        }
      });
  // No lock is held while they are told.
  for (auto& [pending, result] : finished) pending.done(std::move(result));
  if (!readable.ok()) {
    queue_.PutBack(std::move(commands), readable);
    stop_.SleepFor(absl::Milliseconds(20));
  }
  return batch;
}

Committer::Outcome Committer::DecideOne(const Pending& pending,
                                        const Place& place,
                                        const RequestMemory& requests,
                                        const std::string& previous_id) const {
  const Command& command = pending.command;
  if (!command.request_id.empty()) {
    const RequestMemory::Answered* const answered =
        requests.Find(command.actor, command.request_id);
    if (answered != nullptr && answered->digest != command.digest) {
      return {.now = RequestIdReusedError(command.request_id)};
    }
    if (answered != nullptr) {
      return {.now = Committed{.revision = answered->revision,
                               .answer = answered->answer,
                               .repeated = true}};
    }
  }
  if (TimeUntil(command.deadline) <= absl::ZeroDuration()) {
    return {.now = CommandTooOldError()};
  }
  const absl::Time now = clock_.Now();
  absl::StatusOr<Decision> decision = pending.decide(now);
  if (!decision.ok()) return {.now = std::move(decision).status()};
  std::string answer = decision->answer;
  absl::StatusOr<std::vector<Entry>> entries =
      EntriesOf(command, *std::move(decision), now, previous_id);
  if (!entries.ok()) return {.now = std::move(entries).status()};
  if (entries->empty()) {
    return {.now = Committed{.revision = place.revision,
                             .answer = std::move(answer)}};
  }
  return {.entries = *std::move(entries), .answer = std::move(answer)};
}

absl::Status Committer::Append(const Batch& batch) {
  const auto give_up_time =
      SteadyNow() + absl::ToChronoMicroseconds(options_.store_patience);
  Backoff backoff(absl::Milliseconds(20), absl::Milliseconds(200));
  absl::Status status = ledger_.Append(batch.entries, batch.expected).status();
  if (!IsOutcomeUnknown(status)) return status;
  absl::Status last = status;
  while (last.code() == absl::StatusCode::kUnavailable) {
    if (SteadyNow() >= give_up_time || !stop_.SleepFor(backoff.Next())) {
      return status;
    }
    last = ledger_.Append(batch.entries, batch.expected).status();
  }
  return last;
}

void Committer::Succeed(Batch batch) {
  std::vector<Record> records;
  records.reserve(batch.entries.size());
  for (Entry& entry : batch.entries) {
    records.push_back(
        {.revision = ++batch.expected, .entry = std::move(entry)});
  }
  // It is in the ledger, whatever the model says: the follower sees to that.
  const absl::Status applied = folded_.Apply(std::move(records));
  if (!applied.ok()) {
    LogError("an appended entry cannot be applied",
             {{"error", applied.message()}});
  }
  for (size_t i = 0; i < batch.commands.size(); ++i) {
    batch.commands[i].done(Committed{.revision = batch.revisions[i],
                                     .answer = std::move(batch.answers[i])});
  }
  feed_.Wake();
}

bool Committer::Recover(const absl::Status& status, Batch& batch) {
  if (IsOutcomeUnknown(status)) {
    FailAll(batch.commands, status);
    return false;
  }
  const absl::Status caught_up = IsConflict(status) ? CatchUp() : status;
  if (caught_up.ok()) return true;
  if (IsDiverged(caught_up)) {
    // The follower rebuilds; nothing is decided until then.
    folded_.SetReadable(false);
    state_.Set(ReplicaState::kDiverged);
  } else if (caught_up.code() != absl::StatusCode::kUnavailable &&
             caught_up.code() != absl::StatusCode::kAborted &&
             caught_up.code() != absl::StatusCode::kOutOfRange) {
    FailAll(batch.commands, caught_up);
    return false;
  }
  // Nothing has happened: they wait for better times in the queue.
  queue_.PutBack(std::move(batch.commands),
                 IsStoreUnavailable(caught_up)
                     ? caught_up
                     : StoreUnavailableError(caught_up.message()));
  stop_.SleepFor(absl::Milliseconds(20));
  return false;
}

absl::Status Committer::CatchUp() {
  while (true) {
    VIGIL_ASSIGN_OR_RETURN(
        std::vector<Record> records,
        ledger_.Read(folded_.revision(), kPageEntries, absl::ZeroDuration()));
    if (records.empty()) return absl::OkStatus();
    const absl::Status applied = folded_.Apply(std::move(records));
    feed_.Wake();
    VIGIL_RETURN_IF_ERROR(applied);
  }
}

}  // namespace vigil::ledger
