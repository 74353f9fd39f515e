#pragma once

#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/ledger/replica.h"
#include "tests/support/memory_store.h"
#include "tests/support/replica.h"
#include "tests/support/word_list.h"

namespace vigil::ledger {

using Words = std::vector<std::string>;

// A replica of words with its own handle to a store in memory, as a process of
// a service would be.
class WordReplica {
 public:
  WordReplica(MemoryStore& store, const Clock& clock,
              ReplicaOptions options = {})
      : ledger_(store), replica_(ledger_, model_, clock, options) {}

  Replica<WordList>& replica() { return replica_; }
  ReplicaCore& core() { return replica_.core(); }
  MemoryLedger& ledger() { return ledger_; }

  bool StartServing() { return ledger::StartServing(replica_); }

  absl::StatusOr<Committed> Commit(Command command, std::string word) {
    return CommitNow(replica_, std::move(command), Add(std::move(word)));
  }

  absl::Status Read() const {
    return replica_.Read(
        [](const WordList&, int64_t) { return absl::OkStatus(); });
  }

  // Empty if it cannot be read.
  Words words() const {
    Words words;
    const absl::Status ignored =
        replica_.Read([&](const WordList& model, int64_t) {
          words = model.words();
          return absl::OkStatus();
        });
    return ignored.ok() ? words : Words{};
  }

 private:
  MemoryLedger ledger_;
  WordList model_;
  Replica<WordList> replica_;
};

}  // namespace vigil::ledger
