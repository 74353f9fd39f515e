#include "services/common/ledger/request_memory.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

constexpr int64_t kMaxBytes = 64 << 20;
// Far enough below 16 MiB for one more answer of 64 KiB.
constexpr size_t kChunkBytes = 15 << 20;

std::string KeyOf(absl::string_view actor, absl::string_view request_id) {
  return absl::StrCat(actor, "\n", request_id);
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

}  // namespace

const RequestMemory::Answered* RequestMemory::Find(
    absl::string_view actor, absl::string_view request_id) const {
  const auto found = answered_.find(KeyOf(actor, request_id));
  return found == answered_.end() ? nullptr : &found->second;
}

void RequestMemory::Remember(const Entry& entry, int64_t revision) {
  const absl::Time time = TimeOf(entry.recorded_at());
  ForgetBefore(time - memory_);
  if (entry.request_id().empty()) return;
  Insert(KeyOf(entry.actor(), entry.request_id()),
         {.digest = entry.request_digest(),
          .answer = entry.answer(),
          .revision = revision},
         time);
}

void RequestMemory::Insert(std::string key, Answered answered,
                           absl::Time time) {
  const auto bytes = static_cast<int64_t>(key.size() + answered.digest.size() +
                                          answered.answer.size());
  order_.push_back({.key = key,
                    .revision = answered.revision,
                    .time = time,
                    .bytes = bytes});
  answered_.insert_or_assign(std::move(key), std::move(answered));
  bytes_ += bytes;
  while (size() > max_requests_ || (bytes_ > kMaxBytes && size() > 1)) {
    ForgetOldest();
  }
}

void RequestMemory::ForgetBefore(absl::Time time) {
  while (!order_.empty() && order_.front().time < time) ForgetOldest();
}

void RequestMemory::ForgetOldest() {
  const Place& oldest = order_.front();
  const auto found = answered_.find(oldest.key);
  // The key may have been used again after it was forgotten.
  if (found != answered_.end() && found->second.revision == oldest.revision) {
    answered_.erase(found);
  }
  bytes_ -= oldest.bytes;
  order_.pop_front();
}

void RequestMemory::Clear() {
  answered_.clear();
  order_.clear();
  bytes_ = 0;
}

std::vector<std::string> RequestMemory::Serialize() const {
  std::vector<std::string> chunks;
  v1::AnsweredRequests chunk;
  size_t bytes = 0;
  for (const Place& place : order_) {
    const auto found = answered_.find(place.key);
    if (found == answered_.end() || found->second.revision != place.revision) {
      continue;
    }
    v1::AnsweredRequests::Request& request = *chunk.add_requests();
    request.set_key(place.key);
    request.set_digest(found->second.digest);
    request.set_answer(found->second.answer);
    request.set_revision(place.revision);
    const int64_t micros = absl::ToUnixMicros(place.time);
    request.mutable_answer_time()->set_seconds(micros / 1'000'000);
    request.mutable_answer_time()->set_nanos(
        static_cast<int>(micros % 1'000'000 * 1000));
    bytes += request.ByteSizeLong() + 8;
    if (bytes < kChunkBytes) continue;
    chunks.push_back(chunk.SerializeAsString());
    chunk.Clear();
    bytes = 0;
  }
  if (bytes > 0) chunks.push_back(chunk.SerializeAsString());
  return chunks;
}

absl::Status RequestMemory::Restore(const std::vector<std::string>& chunks) {
  Clear();
  for (const std::string& bytes : chunks) {
    v1::AnsweredRequests chunk;
    if (!chunk.ParseFromString(bytes)) {
      return SnapshotUnreadableError("its requests are none");
    }
    for (v1::AnsweredRequests::Request& request : *chunk.mutable_requests()) {
      Insert(std::move(*request.mutable_key()),
             {.digest = std::move(*request.mutable_digest()),
              .answer = std::move(*request.mutable_answer()),
              .revision = request.revision()},
             TimeOf(request.answer_time()));
    }
  }
  return absl::OkStatus();
}

}  // namespace vigil::ledger
