#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/mutex.h"
#include "services/common/ledger/ledger.h"
#include "services/common/redis/options.h"
#include "services/common/redis/pool.h"

namespace vigil::ledger {

struct RedisLedgerOptions {
  redis::Options redis;
  // Whose ledger: the keys are `vigil:{<service>}:…`.
  std::string service;
  // An append counts only when so many replicas of Redis have it, too.
  int min_replicas = 0;
  // How long to wait for them.
  absl::Duration replica_timeout = absl::Seconds(1);
};

// A ledger in Redis 7. Thread-safe.
//
//   key                          type    what
//   vigil:{<service>}:ledger     stream  the entry with revision n is `n-0`,
//                                        field `i` its id, `e` a v1.Entry
//   vigil:{<service>}:snapshot   hash    `revision`, `id` (of the entry there),
//                                        `token` (random), `sizes` (of the
//                                        chunks, by commas), `<token>:<n>` the
//                                        chunks' bytes in pieces of 2 MiB
//   vigil:{<service>}:staged:<token>     a snapshot on its way in; expires
//
// What must happen at once is in `ledger_functions.lua`, a library of Functions
// that is loaded with every new connection.
class RedisLedger final : public Ledger {
 public:
  explicit RedisLedger(RedisLedgerOptions options);

  absl::StatusOr<int64_t> Append(absl::Span<const Entry> entries,
                                 int64_t expected) override;
  absl::StatusOr<std::vector<Record>> Read(int64_t after, int limit,
                                           absl::Duration wait) override;
  absl::StatusOr<Extent> GetExtent() override;
  absl::Status SaveSnapshot(const Snapshot& snapshot) override;
  absl::StatusOr<std::optional<Snapshot>> LoadSnapshot() override;
  absl::Status Trim(int64_t first) override;
  void Stop() override;

 private:
  // Runs a command that may be repeated; once more if the connection broke.
  absl::StatusOr<redis::Reply> Ask(const redis::Command& command);
  absl::StatusOr<redis::Reply> AskAndWait(const redis::Command& command,
                                          absl::Duration wait);
  absl::StatusOr<int64_t> AppendOnce(const redis::Command& command,
                                     int64_t expected);
  absl::Status RefuseTrimmed(int64_t after);

  absl::Status StageSnapshot(const Snapshot& snapshot, absl::string_view token,
                             absl::string_view staged);
  absl::StatusOr<std::optional<Snapshot>> LoadSnapshotOnce();

  const RedisLedgerOptions options_;
  const std::string ledger_key_;
  const std::string snapshot_key_;
  redis::Pool pool_;

  Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  // In `AskAndWait` now.
  std::set<redis::Connection*> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::ledger
