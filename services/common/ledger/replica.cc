#include "services/common/ledger/replica.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"
#include "services/common/ledger/committer.h"
#include "services/common/ledger/errors.h"
#include "services/common/ledger/feed.h"
#include "services/common/ledger/folded.h"
#include "services/common/ledger/follower.h"
#include "services/common/ledger/snapshotter.h"
#include "services/common/ledger/state_board.h"

namespace vigil::ledger {

// The parts of a replica, in the order in which they know one another.
class ReplicaCore::State {
 public:
  State(Ledger& ledger, Fold& fold, const Clock& clock,
        const ReplicaOptions& options)
      : feed(ledger, options.recent_entries, options.recent_bytes),
        folded(fold, feed, options),
        committer(ledger, folded, feed, clock, board, options),
        follower(ledger, folded, feed, board,
                 [this] { return committer.busy(); }),
        snapshotter(ledger, folded, follower, clock, options) {}

  StateBoard board;
  Feed feed;
  Folded folded;
  Committer committer;
  Follower follower;
  Snapshotter snapshotter;
};

ReplicaCore::ReplicaCore(Ledger& ledger, Fold& fold, const Clock& clock,
                         ReplicaOptions options)
    : state_(std::make_unique<State>(ledger, fold, clock, options)) {}

ReplicaCore::~ReplicaCore() { Stop(); }

void ReplicaCore::Start() {
  state_->feed.Start();
  state_->committer.Start();
  state_->follower.Start();
  state_->snapshotter.Start();
}

void ReplicaCore::Stop() {
  state_->committer.Stop();
  state_->feed.Stop();
  state_->follower.Stop();
  state_->snapshotter.Stop();
  state_->folded.StopWaiting();
  state_->folded.SetReadable(false);
  state_->board.Set(ReplicaState::kStopped);
}

ReplicaState ReplicaCore::state() const { return state_->board.state(); }

int64_t ReplicaCore::revision() const { return state_->folded.revision(); }

int64_t ReplicaCore::head_revision() const { return state_->feed.head(); }

void ReplicaCore::OnStateChange(std::function<void(ReplicaState)> changed) {
  state_->board.OnChange(std::move(changed));
}

absl::Status ReplicaCore::Read(absl::FunctionRef<void()> read) const {
  return state_->folded.Read(read);
}

void ReplicaCore::Commit(Command command, Decide decide, Done done) {
  state_->committer.Commit(std::move(command), std::move(decide),
                           std::move(done));
}

absl::Status ReplicaCore::WaitFor(int64_t revision, absl::Time deadline) const {
  if (state_->folded.WaitFor(revision, deadline)) return absl::OkStatus();
  return RevisionNotReachedError(revision, state_->folded.revision());
}

std::unique_ptr<Watcher> ReplicaCore::Watch(int64_t after) {
  return state_->feed.Watch(after);
}

std::string DigestOf(absl::string_view method, absl::string_view request) {
  // No method name has a line feed.
  return Blake2b(absl::StrCat(method, "\n", request), 16);
}

}  // namespace vigil::ledger
