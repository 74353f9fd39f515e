#include "services/common/ledger/redis_ledger.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/status_macros.h"
#include "services/common/ledger/errors.h"
#include "services/common/ledger/ledger_functions.h"
#include "services/common/redis/function_library.h"

namespace vigil::ledger {
namespace {

constexpr int kMaxEntriesPerAppend = 100;

redis::Options Prepared(redis::Options options) {
  options.prepare = [](redis::Connection& connection) {
    return redis::LoadLibrary(connection, kFunctionLibrary, LedgerFunctions());
  };
  return options;
}

// An entry of a stream: [id, [field, value, …]].
absl::StatusOr<Record> RecordFrom(redis::ReplyView item) {
  Record record;
  absl::string_view number = item[0].text();
  if (!absl::ConsumeSuffix(&number, "-0") ||
      !absl::SimpleAtoi(number, &record.revision)) {
    return LedgerUnreadableError(0, "its id is no revision");
  }
  const redis::ReplyView fields = item[1];
  absl::string_view id;
  bool parsed = false;
  for (size_t i = 0; i + 1 < fields.size(); i += 2) {
    const absl::string_view value = fields[i + 1].text();
    if (fields[i].text() == "i") id = value;
    if (fields[i].text() == "e") {
      parsed = record.entry.ParseFromArray(value.data(),
                                           static_cast<int>(value.size()));
    }
  }
  if (!parsed || record.entry.id() != id) {
    return LedgerUnreadableError(record.revision, "it is no vigil entry");
  }
  return record;
}

}  // namespace

RedisLedger::RedisLedger(RedisLedgerOptions options)
    : options_(std::move(options)),
      ledger_key_(absl::StrCat("vigil:{", options_.service, "}:ledger")),
      snapshot_key_(absl::StrCat("vigil:{", options_.service, "}:snapshot")),
      pool_(Prepared(options_.redis)) {}

absl::StatusOr<int64_t> RedisLedger::Append(absl::Span<const Entry> entries,
                                            int64_t expected) {
  if (entries.empty() || entries.size() > kMaxEntriesPerAppend) {
    return absl::InternalError("an append takes 1 to 100 entries");
  }
  const std::string expected_text = absl::StrCat(expected);
  std::vector<std::string> bodies;
  bodies.reserve(entries.size());
  redis::Command command = {"FCALL",     "ledger_append", "1",
                            ledger_key_, expected_text,   ""};
  command.back() = entries.front().previous_id();
  for (const Entry& entry : entries) {
    bodies.push_back(entry.SerializeAsString());
    command.push_back(entry.id());
    command.push_back(bodies.back());
  }
  absl::StatusOr<int64_t> revision = AppendOnce(command, expected);
  if (!IsOutcomeUnknown(revision.status())) return revision;
  // The function knows entries that it has appended already.
  absl::StatusOr<int64_t> again = AppendOnce(command, expected);
  const bool still_unknown =
      again.status().code() == absl::StatusCode::kUnavailable;
  return still_unknown ? revision : again;
}

absl::StatusOr<int64_t> RedisLedger::AppendOnce(const redis::Command& command,
                                                int64_t expected) {
  const std::string replicas = absl::StrCat(options_.min_replicas);
  const std::string timeout =
      absl::StrCat(absl::ToInt64Milliseconds(options_.replica_timeout));
  std::vector<redis::Command> commands = {command};
  // WAIT concerns what this connection has written.
  if (options_.min_replicas > 0)
    commands.push_back({"WAIT", replicas, timeout});
  absl::StatusOr<std::vector<redis::Reply>> replies = pool_.Pipeline(commands);
  if (IsOutcomeUnknown(replies.status())) {
    return OutcomeUnknownError(replies.status().message());
  }
  VIGIL_RETURN_IF_ERROR(replies.status());
  const redis::Reply& answer = replies->front();
  if (answer.IsError()) return redis::StatusOfRejection(answer.text());
  const absl::string_view word = answer[0].text();
  const int64_t revision = answer[1].integer();
  if (word == "CONFLICT") return LedgerConflictError(expected, revision);
  if (word == "DIVERGED") return LedgerDivergedError(expected, revision);
  if (word != "OK")
    return absl::InternalError("ledger_append answers nonsense");
  if (replies->back().integer() < options_.min_replicas) {
    return OutcomeUnknownError("not enough replicas of Redis have it yet");
  }
  return revision;
}

absl::StatusOr<std::vector<Record>> RedisLedger::Read(int64_t after, int limit,
                                                      absl::Duration wait) {
  const std::string count = absl::StrCat(std::max(limit, 1));
  const std::string from = absl::StrCat(after, "-0");
  const std::string block =
      absl::StrCat(std::max<int64_t>(absl::ToInt64Milliseconds(wait), 1));
  redis::Command command = {"XREAD", "COUNT", count};
  if (wait > absl::ZeroDuration()) {
    command.insert(command.end(), {"BLOCK", block});
  }
  command.insert(command.end(), {"STREAMS", ledger_key_, from});
  absl::StatusOr<redis::Reply> reply =
      wait > absl::ZeroDuration() ? AskAndWait(command, wait) : Ask(command);
  VIGIL_RETURN_IF_ERROR(reply.status());
  // [[key, [entry, …]]], or nil.
  const redis::ReplyView items = (*reply)[0][1];
  std::vector<Record> records;
  records.reserve(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    VIGIL_ASSIGN_OR_RETURN(Record record, RecordFrom(items[i]));
    records.push_back(std::move(record));
  }
  if (records.empty()) {
    VIGIL_RETURN_IF_ERROR(RefuseTrimmed(after));
  } else if (records.front().revision != after + 1) {
    return RevisionTrimmedError(after + 1, records.front().revision);
  }
  return records;
}

absl::Status RedisLedger::RefuseTrimmed(int64_t after) {
  VIGIL_ASSIGN_OR_RETURN(const Extent extent, GetExtent());
  if (after + 1 >= extent.first) return absl::OkStatus();
  return RevisionTrimmedError(after + 1, extent.first);
}

absl::StatusOr<Extent> RedisLedger::GetExtent() {
  VIGIL_ASSIGN_OR_RETURN(const redis::Reply reply,
                         Ask({"FCALL", "ledger_extent", "1", ledger_key_}));
  return Extent{.first = reply[0].integer(),
                .last = reply[1].integer(),
                .last_id = std::string(reply[2].text())};
}

absl::StatusOr<redis::Reply> RedisLedger::Ask(const redis::Command& command) {
  absl::StatusOr<redis::Reply> reply = pool_.Run(command);
  if (IsOutcomeUnknown(reply.status())) reply = pool_.Run(command);
  if (IsOutcomeUnknown(reply.status())) {
    return StoreUnavailableError(reply.status().message());
  }
  return reply;
}

absl::StatusOr<redis::Reply> RedisLedger::AskAndWait(
    const redis::Command& command, absl::Duration wait) {
  VIGIL_ASSIGN_OR_RETURN(std::unique_ptr<redis::Connection> connection,
                         pool_.Borrow());
  {
    MutexLock lock(mutex_);
    if (stopped_) return LedgerStoppedError();
    waiting_.insert(connection.get());
  }
  absl::StatusOr<redis::Reply> reply = connection->RunBlocking(command, wait);
  bool stopped = false;
  {
    MutexLock lock(mutex_);
    waiting_.erase(connection.get());
    stopped = stopped_;
  }
  // An interrupted connection is no sign that the others are dead.
  if (stopped) return LedgerStoppedError();
  pool_.Return(std::move(connection));
  if (IsOutcomeUnknown(reply.status())) {
    return StoreUnavailableError(reply.status().message());
  }
  return reply;
}

void RedisLedger::Stop() {
  MutexLock lock(mutex_);
  stopped_ = true;
  for (redis::Connection* const connection : waiting_) connection->Interrupt();
}

}  // namespace vigil::ledger
