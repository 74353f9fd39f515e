#include "services/membership/model.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/membership/errors.h"

namespace vigil::membership {
namespace {

using google::protobuf::io::ArrayInputStream;
using google::protobuf::io::StringOutputStream;
using google::protobuf::util::ParseDelimitedFromZeroCopyStream;
using google::protobuf::util::SerializeDelimitedToZeroCopyStream;

// Well under the 16 MiB that a chunk may have.
constexpr size_t kChunkBytes = 4 << 20;

}  // namespace

std::vector<std::string> Model::ReferrersOf(absl::string_view name,
                                            absl::string_view prefix) const {
  std::vector<std::string> found;
  for (auto it =
           referrers_.lower_bound({std::string(name), std::string(prefix)});
       it != referrers_.end() && it->first == name &&
       absl::StartsWith(it->second, prefix);
       ++it) {
    found.push_back(it->second);
  }
  return found;
}

std::string Model::ReferrerOf(absl::string_view name) const {
  const auto it = referrers_.lower_bound({std::string(name), ""});
  return it != referrers_.end() && it->first == name ? it->second : "";
}

void Model::Unlink(const std::string& name) {
  const auto unlink = [&](const auto& records) {
    const auto found = records.find(name);
    if (found == records.end()) return;
    for (std::string& target : ReferencesOf(found->second)) {
      referrers_.erase({std::move(target), name});
    }
  };
  std::apply([&](const auto&... records) { (unlink(records), ...); }, records_);
}

void Model::Delete(const std::string& name) {
  Unlink(name);
  std::apply([&](auto&... records) { (records.erase(name), ...); }, records_);
}

absl::Status Model::Evolve(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kStateRecorded:
      Put(event.state_recorded());
      return absl::OkStatus();
    case v1::Event::kFreedomScoreRecorded:
      Put(event.freedom_score_recorded());
      return absl::OkStatus();
    case v1::Event::kGroupingRecorded:
      Put(event.grouping_recorded());
      return absl::OkStatus();
    case v1::Event::kGroupingClaimRecorded:
      Put(event.grouping_claim_recorded());
      return absl::OkStatus();
    case v1::Event::kBodyRecorded:
      Put(event.body_recorded());
      return absl::OkStatus();
    case v1::Event::kTermRecorded:
      Put(event.term_recorded());
      return absl::OkStatus();
    case v1::Event::kElectionRecorded:
      Put(event.election_recorded());
      return absl::OkStatus();
    case v1::Event::kCandidacyRecorded:
      Put(event.candidacy_recorded());
      return absl::OkStatus();
    case v1::Event::kRecordDeleted:
      Delete(event.record_deleted());
      return absl::OkStatus();
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return EventUnknownError();
}

absl::Status Model::Apply(const ledger::Entry& entry, int64_t revision) {
  // All of an entry or nothing.
  std::vector<v1::Event> events(entry.events_size());
  for (int i = 0; i < entry.events_size(); ++i) {
    if (entry.event_type() != v1::Event::descriptor()->full_name() ||
        !events[i].ParseFromString(entry.events(i)) ||
        events[i].event_case() == v1::Event::EVENT_NOT_SET) {
      return EntryUnreadableError(revision);
    }
  }
  for (const v1::Event& event : events) VIGIL_RETURN_IF_ERROR(Evolve(event));
  return absl::OkStatus();
}

std::vector<v1::Event> Model::ToEvents() const {
  std::vector<v1::Event> events;
  const auto add = [&](const auto& records) {
    for (const auto& [name, record] : records) {
      using Record = std::decay_t<decltype(record)>;
      RecordTraits<Record>::In(events.emplace_back()) = record;
    }
  };
  std::apply([&](const auto&... records) { (add(records), ...); }, records_);
  return events;
}

std::vector<std::string> Model::Serialize() const {
  std::vector<std::string> chunks(1);
  for (const v1::Event& event : ToEvents()) {
    if (chunks.back().size() > kChunkBytes) chunks.emplace_back();
    StringOutputStream out(&chunks.back());
    SerializeDelimitedToZeroCopyStream(event, &out);
  }
  return chunks;
}

absl::Status Model::Restore(const std::vector<std::string>& chunks) {
  Clear();
  for (const std::string& chunk : chunks) {
    ArrayInputStream in(chunk.data(), static_cast<int>(chunk.size()));
    for (;;) {
      v1::Event event;
      bool at_end = false;
      if (!ParseDelimitedFromZeroCopyStream(&event, &in, &at_end)) {
        if (at_end) break;
        return SnapshotUnreadableError();
      }
      VIGIL_RETURN_IF_ERROR(Evolve(event));
    }
  }
  return absl::OkStatus();
}

void Model::Clear() {
  records_ = {};
  referrers_.clear();
}

}  // namespace vigil::membership
