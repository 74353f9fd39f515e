#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "services/alerts/errors.h"
#include "services/alerts/model.h"
#include "services/common/base/status_macros.h"
#include "vigil/alerts/v1/snapshot.pb.h"

namespace vigil::alerts {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr size_t kMaxChunkBytes = 16 << 20;
constexpr uint32_t kLengthDelimited = 2;  // A wire type.

// Writes records as chunks. A record is a field of `SnapshotRecord`, and is
// written as such: tag, length, bytes. None is split.
class Chunks {
 public:
  void Add(int field, absl::string_view bytes) { Add(field, bytes, ""); }

  // `more` are further fields of the same message.
  void Add(int field, absl::string_view bytes, absl::string_view more) {
    uint8_t head[16];
    uint8_t* end = CodedOutputStream::WriteVarint32ToArray(
        static_cast<uint32_t>(field) << 3 | kLengthDelimited, head);
    const size_t size = bytes.size() + more.size();
    end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(size),
                                                  end);
    const auto head_size = static_cast<size_t>(end - head);
    if (chunks_.empty() ||
        chunks_.back().size() + head_size + size > kMaxChunkBytes) {
      chunks_.emplace_back();
    }
    std::string& chunk = chunks_.back();
    chunk.append(reinterpret_cast<const char*>(head), head_size);
    chunk.append(bytes.data(), bytes.size());
    chunk.append(more.data(), more.size());
  }

  std::vector<std::string> Take() { return std::move(chunks_); }

 private:
  std::vector<std::string> chunks_;
};

using Record = v1::SnapshotRecord;

void AddUpdate(Chunks& chunks, const Update& update) {
  v1::SnapshotUpdate stored;
  stored.set_position(update.position);
  stored.set_revision(update.revision);
  stored.set_update(update.kind);
  stored.set_raise_position(update.raise_position);
  *stored.mutable_alert() = *update.alert;
  chunks.Add(Record::kUpdateFieldNumber, stored.SerializeAsString());
}

// Numbers of names without gaps, as a snapshot has them.
std::vector<uint32_t> AddNames(Chunks& chunks, const NameTable& names) {
  std::vector<uint32_t> numbers(names.limit());
  uint32_t next = 0;
  for (uint32_t number = 0; number < names.limit(); ++number) {
    if (!names.IsUsed(number)) continue;
    numbers[number] = next++;
    chunks.Add(Record::kNameFieldNumber, names.NameOf(number));
  }
  return numbers;
}

bool IsDense(const NameTable& names) {
  for (uint32_t number = 0; number < names.limit(); ++number) {
    if (!names.IsUsed(number)) return false;
  }
  return true;
}

std::string Renumbered(absl::string_view packed,
                       const std::vector<uint32_t>& numbers) {
  v1::SnapshotSubscription stored;
  stored.ParseFromArray(packed.data(), static_cast<int>(packed.size()));
  for (uint32_t& term : *stored.mutable_terms()) {
    if (IsNamed(DimensionOf(term))) {
      term = TermOf(DimensionOf(term), numbers[NumberOf(term)]);
    }
  }
  return stored.SerializeAsString();
}

void AddPartner(Chunks& chunks, const Partner& partner, int64_t head) {
  v1::SnapshotPartner stored;
  stored.set_id(partner.id);
  stored.set_head_sequence(head);
  stored.set_acknowledged_sequence(partner.acknowledgement.sequence);
  stored.set_acknowledge_micros(partner.acknowledgement.micros);
  stored.set_trimmed_revision(partner.trimmed_revision);
  stored.set_created_count(partner.created_count);
  chunks.Add(Record::kPartnerFieldNumber, stored.SerializeAsString());
}

// `numbered` gives a packed segment the numbers that names have here.
template <typename Numbered>
void AddSubscriptions(Chunks& chunks, const Roster& roster,
                      const Partner& partner, const Numbered& numbered) {
  v1::SnapshotSubscription counts;
  for (const Slot slot : partner.slots) {
    const Acknowledgement acknowledged = roster.AcknowledgementOf(slot);
    counts.set_head_sequence(roster.HeadOf(slot));
    counts.set_acknowledged_sequence(acknowledged.sequence);
    counts.set_acknowledge_micros(acknowledged.micros);
    // Fields that follow are merged into those before.
    chunks.Add(Record::kSubscriptionFieldNumber,
               numbered(roster.PackedOf(slot)), counts.SerializeAsString());
  }
  for (const std::string& packed : partner.past) {
    chunks.Add(Record::kPastFieldNumber, numbered(packed));
  }
}

void AddOpenings(Chunks& chunks, const Partner& partner) {
  for (const Opening& opening : partner.openings) {
    v1::SnapshotOpening record;
    record.set_revision(opening.revision);
    record.set_subscription(opening.subscription);
    AppendDifferences(opening.positions, *record.mutable_positions());
    chunks.Add(Record::kOpeningFieldNumber, record.SerializeAsString());
  }
}

void RestorePartner(const v1::SnapshotPartner& stored, Partner& partner) {
  partner.acknowledgement = {stored.acknowledged_sequence(),
                             stored.acknowledge_micros()};
  partner.trimmed_revision = stored.trimmed_revision();
  partner.created_count = stored.created_count();
}

}  // namespace

std::vector<std::string> Model::Serialize() const {
  Chunks chunks;
  v1::SnapshotHeader header;
  header.set_format(1);
  header.set_revision(revision_);
  header.set_update_count(log_.update_count());
  header.set_trimmed_position(log_.trimmed_position());
  header.set_trimmed_revision(log_.trimmed_revision());
  chunks.Add(Record::kHeaderFieldNumber, header.SerializeAsString());
  const std::vector<uint32_t> numbers = AddNames(chunks, names_);
  const bool is_dense = IsDense(names_);
  for (const auto& [position, update] : log_.pinned()) {
    AddUpdate(chunks, update);
  }
  for (const Update& update : log_.updates()) AddUpdate(chunks, update);

  for (PartnerNumber n = 0; n < roster_.partner_count(); ++n) {
    const Partner& partner = roster_.partner(n);
    AddPartner(chunks, partner, roster_.PartnerHeadOf(n));
    AddSubscriptions(chunks, roster_, partner, [&](absl::string_view packed) {
      return is_dense ? std::string(packed) : Renumbered(packed, numbers);
    });
    AddOpenings(chunks, partner);
  }
  return chunks.Take();
}

// What is known while a snapshot is read.
struct Restoring {
  v1::SnapshotSubscription subscription;  // Used again and again.
  std::vector<uint32_t> numbers;          // Of the snapshot's names.
  PartnerNumber partner = 0;
};

absl::Status Model::Restore(const std::vector<std::string>& chunks) {
  Clear();
  Restoring restoring;
  for (const std::string& chunk : chunks) {
    CodedInputStream input(reinterpret_cast<const uint8_t*>(chunk.data()),
                           static_cast<int>(chunk.size()));
    input.SetTotalBytesLimit(std::numeric_limits<int>::max());
    while (const uint32_t tag = input.ReadTag()) {
      uint32_t size = 0;
      const void* bytes = nullptr;
      int available = 0;
      if ((tag & 7) != kLengthDelimited || !input.ReadVarint32(&size) ||
          size > chunk.size()) {
        return UnreadableSnapshotError();
      }
      input.GetDirectBufferPointerInline(&bytes, &available);
      if (available < static_cast<int>(size)) return UnreadableSnapshotError();
      VIGIL_RETURN_IF_ERROR(RestoreRecord(
          static_cast<int>(tag >> 3),
          absl::string_view(static_cast<const char*>(bytes), size), restoring));
      input.Skip(static_cast<int>(size));
    }
    if (input.CurrentPosition() != static_cast<int>(chunk.size())) {
      return UnreadableSnapshotError();
    }
  }
  // The names were held by nobody but the snapshot until now.
  for (const uint32_t number : restoring.numbers) names_.Release(number);
  return absl::OkStatus();
}

absl::Status Model::RestoreRecord(int field, absl::string_view bytes,
                                  Restoring& restoring) {
  const auto parse = [bytes](google::protobuf::MessageLite& message) {
    return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  };
  switch (field) {
    case Record::kHeaderFieldNumber: {
      v1::SnapshotHeader header;
      if (!parse(header) || header.format() != 1) break;
      revision_ = header.revision();
      log_.StartRestore(header.trimmed_position(), header.trimmed_revision());
      return absl::OkStatus();
    }
    case Record::kNameFieldNumber:
      restoring.numbers.push_back(names_.Acquire(bytes));
      return absl::OkStatus();
    case Record::kUpdateFieldNumber: {
      v1::SnapshotUpdate update;
      if (!parse(update)) break;
      log_.Restore(update);
      return absl::OkStatus();
    }
    case Record::kPartnerFieldNumber: {
      v1::SnapshotPartner stored;
      if (!parse(stored)) break;
      restoring.partner = roster_.AddPartner(stored.id());
      roster_.SetPartnerHead(restoring.partner, stored.head_sequence());
      RestorePartner(stored, roster_.partner(restoring.partner));
      return absl::OkStatus();
    }
    case Record::kSubscriptionFieldNumber:
    case Record::kPastFieldNumber: {
      v1::SnapshotSubscription& stored = restoring.subscription;
      if (roster_.partner_count() == 0 || !parse(stored)) break;
      return RestoreSubscription(field == Record::kPastFieldNumber, restoring);
    }
    case Record::kOpeningFieldNumber: {
      v1::SnapshotOpening stored;
      if (roster_.partner_count() == 0 || !parse(stored)) break;
      roster_.partner(restoring.partner)
          .openings.push_back({stored.revision(), stored.subscription(),
                               PositionsOf(stored.positions())});
      return absl::OkStatus();
    }
    default:
      break;
  }
  return UnreadableSnapshotError();
}

absl::Status Model::RestoreSubscription(bool is_past, Restoring& restoring) {
  v1::SnapshotSubscription& stored = restoring.subscription;
  if (stored.id().empty()) return UnreadableSnapshotError();
  for (uint32_t& term : *stored.mutable_terms()) {
    if (!IsNamed(DimensionOf(term))) continue;
    if (NumberOf(term) >= restoring.numbers.size()) {
      return UnreadableSnapshotError();
    }
    const uint32_t number = restoring.numbers[NumberOf(term)];
    names_.AcquireAgain(number);
    term = TermOf(DimensionOf(term), number);
  }
  const Segment segment = FromStored(stored);
  if (is_past) {
    roster_.partner(restoring.partner).past.push_back(Pack(segment));
    return absl::OkStatus();
  }
  const Slot slot = roster_.Add(restoring.partner, segment);
  roster_.SetHead(slot, stored.head_sequence());
  roster_.Acknowledge(
      slot, {stored.acknowledged_sequence(), stored.acknowledge_micros()});
  return absl::OkStatus();
}

}  // namespace vigil::alerts
