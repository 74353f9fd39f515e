#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/fold.h"  // IWYU pragma: export
#include "services/common/ledger/ledger.h"

namespace vigil::ledger {

// Who asks for a change, and which. A command that leads to no events is not
// remembered: asked again, it is decided again.
struct Command {
  std::string actor;
  // Chosen by the client; empty: the command is not remembered.
  std::string request_id;
  // `DigestOf(method, request)`. A second command with the same actor and
  // request id and another digest is refused.
  std::string digest;
  // See `Entry.source`.
  std::string source;
  // Commands of different scopes may be decided side by side and appended
  // together: neither may read what the other writes. Empty: the command is
  // decided alone.
  std::string scope;
  // After this, by the machine's clock, the command is not begun any more.
  absl::Time deadline = absl::InfiniteFuture();
};

// What a command leads to. No events: nothing is appended, `answer` is given.
struct Decision {
  std::string event_type;
  std::vector<std::string> events;  // Serialized.
  std::string answer;               // Serialized; at most `kMaxAnswerBytes`.
};

// Decisions with longer answers are refused (`INTERNAL`, ANSWER_TOO_LARGE):
// the answer is kept for repeated requests.
inline constexpr int64_t kMaxAnswerBytes = 64 << 10;

// What came of a command.
struct Committed {
  int64_t revision = 0;  // Of its entry; of the model if there was none.
  std::string answer;
  bool repeated = false;  // It was a request that was answered before.
};

using Done = std::function<void(absl::StatusOr<Committed>)>;

// Whether a replica can be used.
enum class ReplicaState {
  kStarting,    // Has not caught up yet: no reads, no writes.
  kServing,     // Reads and writes.
  kStoreAway,   // Reads from memory; writes answer UNAVAILABLE.
  kDiverged,    // The store has gone back: no reads, no writes, rebuilding.
  kUnreadable,  // An entry cannot be understood: no reads, no writes.
  kStopped,
};

struct ReplicaOptions {
  // How long entries are kept after they were recorded, before a snapshot that
  // covers them may trim them.
  absl::Duration retention = absl::Hours(24 * 400);
  // A snapshot is saved after this many entries and at an orderly stop.
  int64_t snapshot_interval = 1000;
  // How long a request id is remembered, and how many at most.
  absl::Duration request_memory = absl::Hours(24 * 7);
  int64_t max_requests = 100'000;
  // Recent entries that watchers are served from memory.
  int recent_entries = 4096;
  int64_t recent_bytes = 32 << 20;
  // How often a command is decided again when other writers are faster.
  int max_attempts = 10;
  // How long a command may wait for a store that is away.
  absl::Duration store_patience = absl::Seconds(2);
};

// Follows entries from a revision on, without ever blocking. Not thread-safe;
// may outlive nothing that made it.
class Watcher {
 public:
  virtual ~Watcher() = default;

  // Returns the next entry if there is one. Otherwise returns nothing and
  // calls `wake`, once, from any thread, when asking again is worthwhile.
  //
  // Errors:
  //   OUT_OF_RANGE, REVISION_TRIMMED: metadata `earliest_revision`.
  //   OUT_OF_RANGE, REVISION_IN_FUTURE: it was asked for what comes after a
  //     revision that the ledger does not have; metadata `head_revision`.
  //   UNAVAILABLE, STOPPING or LEDGER_DIVERGED: the replica stops or rebuilds;
  //     metadata `last_revision` is the last one that was returned.
  virtual absl::StatusOr<std::optional<Record>> Next(
      std::function<void()> wake) = 0;

  // The revision of the last entry that was returned.
  virtual int64_t revision() const = 0;
};

// The engine of `Replica`, free of the model's type. See there.
class ReplicaCore {
 public:
  using Decide = std::function<absl::StatusOr<Decision>(absl::Time now)>;

  // None of the arguments is owned. Call `Start` to begin.
  ReplicaCore(Ledger& ledger, Fold& fold, const Clock& clock,
              ReplicaOptions options);
  ~ReplicaCore();

  ReplicaCore(const ReplicaCore&) = delete;
  ReplicaCore& operator=(const ReplicaCore&) = delete;

  void Start();
  // Saves a snapshot if there is something new, ends watchers and commands.
  void Stop();

  ReplicaState state() const;
  int64_t revision() const;       // Of the model.
  int64_t head_revision() const;  // The last one heard of in the ledger.

  // Calls `changed` with the new state after each change, from any thread. One
  // listener; set before `Start`.
  void OnStateChange(std::function<void(ReplicaState)> changed);

  // Calls `read` with the model locked for reading. `UNAVAILABLE`, reason
  // `NOT_READY`, unless the state is kServing or kStoreAway.
  absl::Status Read(absl::FunctionRef<void()> read) const;

  void Commit(Command command, Decide decide, Done done);

  // `DEADLINE_EXCEEDED`, reason `REVISION_NOT_REACHED`, if not by `deadline`.
  absl::Status WaitFor(int64_t revision, absl::Time deadline) const;

  std::unique_ptr<Watcher> Watch(int64_t after);

 private:
  class State;
  std::unique_ptr<State> state_;
};

// A model in memory that follows a ledger, and the one way to change it. It is
// the one place with threads, locks, retries and catching up: a follower thread
// applies entries as they come, a commit thread decides and appends. Reads
// never touch the store. Thread-safe.
//
// `Model` derives from `Fold`.
template <typename Model>
class Replica {
 public:
  static_assert(std::is_base_of_v<Fold, Model>);

  Replica(Ledger& ledger, Model& model, const Clock& clock,
          ReplicaOptions options = {})
      : model_(model), core_(ledger, model, clock, options) {}

  // Calls `read(model, revision)`, which returns an `absl::Status`, with the
  // model locked for reading; it must not block or call the replica.
  template <typename Function>
  absl::Status Read(Function read) const {
    absl::Status result;
    const absl::Status readable = core_.Read([&] {
      result = read(static_cast<const Model&>(model_), core_.revision());
    });
    return readable.ok() ? result : readable;
  }

  // Decides, appends, applies, and then calls `done`, from any thread, exactly
  // once. `decide(model, now)` returns `absl::StatusOr<Decision>`; it is called
  // again when another writer was faster, and must not have side effects.
  //
  // Errors besides those of `decide`:
  //   ALREADY_EXISTS, REQUEST_ID_REUSED: the request id was used with another
  //     request.
  //   ABORTED, LEDGER_CONFLICT: other writers were faster, `max_attempts`
  //     times.
  //   UNAVAILABLE, OUTCOME_UNKNOWN: the store went away; the change may have
  //     been made. Retry with the same request id.
  //   UNAVAILABLE, STORE_UNAVAILABLE: the store is away; nothing was changed.
  //   DEADLINE_EXCEEDED, DEADLINE_PASSED: nothing was changed.
  //   RESOURCE_EXHAUSTED, TOO_MANY_COMMANDS: 10,000 commands wait already.
  template <typename Function>
  // NOLINTNEXTLINE(performance-unnecessary-value-param): they are moved.
  void Commit(Command command, Function decide, Done done) {
    core_.Commit(
        std::move(command),
        [this, decide = std::move(decide)](absl::Time now) {
          return decide(static_cast<const Model&>(model_), now);
        },
        std::move(done));
  }

  // The model without its lock: only for what is thread-safe of itself.
  const Model& model() const { return model_; }

  ReplicaCore& core() { return core_; }
  const ReplicaCore& core() const { return core_; }

 private:
  Model& model_;
  ReplicaCore core_;
};

// Returns the digest of a request: BLAKE2b-128 over the method and the bytes.
std::string DigestOf(absl::string_view method, absl::string_view request);

}  // namespace vigil::ledger
