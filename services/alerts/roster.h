#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/alerts/earlier_notices.h"
#include "services/alerts/match_index.h"
#include "services/alerts/segment.h"

namespace vigil::alerts {

using PartnerNumber = uint32_t;

// How far a reader has acknowledged a feed.
struct Acknowledgement {
  int64_t sequence = 0;
  int64_t micros = 0;  // Since 1970; 0: never.
};

// Alerts that entered a partner's feed with a subscription.
struct Opening {
  int64_t revision = 0;
  std::string subscription;  // Its id.
  std::vector<int64_t> positions;
};

// A partner: its subscriptions, and what its feed needs to remember.
struct Partner {
  std::string id;
  std::vector<Slot> slots;      // Of its subscriptions, by id.
  std::vector<uint32_t> words;  // Of the slots that are its own; ascending.
  Acknowledgement acknowledgement;
  // Segments that have ended, packed, in the order in which they did.
  std::deque<std::string> past;
  std::deque<Opening> openings;  // In order.
  // Its feed, and those of its subscriptions, are not kept up to here.
  int64_t trimmed_revision = 0;
  int64_t created_count = 0;
};

// All subscriptions, packed, with the counts of their feeds; found by name, or
// by an alert that they admit. Slots belong to one partner in words of 64, so
// that a partner's own can be asked alone.
class Roster {
 public:
  // The partner's number; `Add` makes one where there is none.
  std::optional<PartnerNumber> FindPartner(absl::string_view id) const;
  PartnerNumber AddPartner(absl::string_view id);
  Partner& partner(PartnerNumber number) { return *partners_[number]; }
  const Partner& partner(PartnerNumber number) const {
    return *partners_[number];
  }
  size_t partner_count() const { return partners_.size(); }
  // The last sequence of the partner's feed.
  int64_t PartnerHeadOf(PartnerNumber number) const {
    return partner_heads_[number].sequence;
  }
  void SetPartnerHead(PartnerNumber number, int64_t head) {
    partner_heads_[number].sequence = head;
  }

  std::optional<Slot> Find(PartnerNumber partner, absl::string_view id) const;
  // The place in `Partner::slots` of the first subscription after `id`.
  size_t PlaceAfter(const Partner& partner, absl::string_view id) const;

  // Adds a subscription that the partner does not have.
  Slot Add(PartnerNumber partner, const Segment& segment);
  void Remove(PartnerNumber partner, Slot slot);
  // Gives a subscription other contents; the index follows.
  void Replace(Slot slot, const Segment& segment);

  Segment Get(Slot slot) const { return Unpack(PackedOf(slot)); }
  absl::string_view IdOf(Slot slot) const { return PackedIdOf(PackedOf(slot)); }
  absl::string_view PackedOf(Slot slot) const {
    return {slots_[slot].packed.get(), slots_[slot].size};
  }
  int64_t StartRevisionOf(Slot slot) const {
    return slots_[slot].start_revision;
  }
  int64_t CreateRevisionOf(Slot slot) const {
    return slots_[slot].create_revision;
  }
  // The last sequence of its feed.
  int64_t HeadOf(Slot slot) const { return heads_[slot]; }
  void SetHead(Slot slot, int64_t head) {
    heads_[slot] = static_cast<uint32_t>(head);
  }
  Acknowledgement AcknowledgementOf(Slot slot) const {
    return {slots_[slot].acknowledged, slots_[slot].acknowledge_micros};
  }
  void Acknowledge(Slot slot, Acknowledgement acknowledgement) {
    slots_[slot].acknowledged = static_cast<uint32_t>(acknowledgement.sequence);
    slots_[slot].acknowledge_micros = acknowledgement.micros;
  }

  // When it was created, in microseconds since 1970.
  int64_t CreateMicrosOf(Slot slot) const { return Get(slot).create_micros; }

  // Counts the update at `position` in the feeds of the subscriptions that
  // admit it and of their partners.
  void Count(const Features& features,
             const std::vector<EarlierNotice>& earlier, int64_t position);

  const MatchIndex& index() const { return index_; }
  int64_t subscription_count() const { return subscription_count_; }
  void Clear();

 private:
  struct SlotState {
    std::unique_ptr<char[]> packed;
    uint32_t size = 0;
    uint32_t acknowledged = 0;
    int64_t acknowledge_micros = 0;
    int64_t start_revision = 0;
    int64_t create_revision = 0;
  };
  struct Word {
    uint64_t used = 0;
    PartnerNumber partner = 0;
  };

  struct PartnerHead {
    int64_t sequence = 0;
    int64_t counted_position = 0;  // The last update that was counted.
  };

  void CountWord(uint32_t word, uint64_t bits, int64_t position);
  size_t LowerBound(const Partner& partner, absl::string_view id) const;
  Slot TakeSlot(PartnerNumber partner);
  void GiveBack(PartnerNumber partner, Slot slot);
  void Store(Slot slot, const Segment& segment);

  MatchIndex index_;
  std::vector<SlotState> slots_;
  std::vector<uint32_t> heads_;  // Apart, since every match counts here.
  std::vector<Word> words_;
  std::vector<uint32_t> free_words_;
  std::vector<std::unique_ptr<Partner>> partners_;
  std::vector<PartnerHead> partner_heads_;  // Apart, for the same reason.
  absl::flat_hash_map<std::string, PartnerNumber> partner_numbers_;
  int64_t subscription_count_ = 0;
};

}  // namespace vigil::alerts
