#include "services/alerts/roster.h"

#include <algorithm>
#include <cstring>

namespace vigil::alerts {

std::optional<PartnerNumber> Roster::FindPartner(absl::string_view id) const {
  const auto found = partner_numbers_.find(id);
  if (found == partner_numbers_.end()) return std::nullopt;
  return found->second;
}

PartnerNumber Roster::AddPartner(absl::string_view id) {
  const auto [place, is_new] = partner_numbers_.try_emplace(
      std::string(id), static_cast<PartnerNumber>(partners_.size()));
  if (is_new) {
    partners_.push_back(std::make_unique<Partner>());
    partners_.back()->id = std::string(id);
    partner_heads_.emplace_back();
  }
  return place->second;
}

size_t Roster::LowerBound(const Partner& partner, absl::string_view id) const {
  const auto found =
      std::lower_bound(partner.slots.begin(), partner.slots.end(), id,
                       [this](Slot slot, absl::string_view wanted) {
                         return IdOf(slot) < wanted;
                       });
  return static_cast<size_t>(found - partner.slots.begin());
}

size_t Roster::PlaceAfter(const Partner& partner, absl::string_view id) const {
  const size_t place = LowerBound(partner, id);
  const bool is_there =
      place < partner.slots.size() && IdOf(partner.slots[place]) == id;
  return is_there ? place + 1 : place;
}

std::optional<Slot> Roster::Find(PartnerNumber number,
                                 absl::string_view id) const {
  const Partner& owner = partner(number);
  const size_t place = LowerBound(owner, id);
  if (place == owner.slots.size() || IdOf(owner.slots[place]) != id) {
    return std::nullopt;
  }
  return owner.slots[place];
}

Slot Roster::Add(PartnerNumber number, const Segment& segment) {
  Partner& owner = partner(number);
  const Slot slot = TakeSlot(number);
  // Most come in order, from snapshots above all: their place is the end.
  const bool is_last =
      owner.slots.empty() || IdOf(owner.slots.back()) < segment.id;
  const size_t place =
      is_last ? owner.slots.size() : LowerBound(owner, segment.id);
  Store(slot, segment);
  owner.slots.insert(owner.slots.begin() + static_cast<int64_t>(place), slot);
  index_.Add(slot, segment.conditions);
  ++subscription_count_;
  return slot;
}

void Roster::Remove(PartnerNumber number, Slot slot) {
  Partner& owner = partner(number);
  index_.Remove(slot, Get(slot).conditions);
  owner.slots.erase(owner.slots.begin() +
                    static_cast<int64_t>(LowerBound(owner, IdOf(slot))));
  GiveBack(number, slot);
  --subscription_count_;
}

void Roster::Replace(Slot slot, const Segment& segment) {
  index_.Remove(slot, Get(slot).conditions);
  Store(slot, segment);
  index_.Add(slot, segment.conditions);
}

void Roster::Store(Slot slot, const Segment& segment) {
  const std::string packed = Pack(segment);
  SlotState& state = slots_[slot];
  state.packed = std::unique_ptr<char[]>(new char[packed.size()]);
  std::memcpy(state.packed.get(), packed.data(), packed.size());
  state.size = static_cast<uint32_t>(packed.size());
  state.start_revision = segment.start_revision;
  state.create_revision = segment.create_revision;
}

Slot Roster::TakeSlot(PartnerNumber number) {
  Partner& owner = partner(number);
  // The last word is where there is room, unless subscriptions were deleted.
  const auto open =
      std::find_if(owner.words.rbegin(), owner.words.rend(),
                   [this](uint32_t word) { return ~words_[word].used != 0; });
  uint32_t word = 0;
  if (open != owner.words.rend()) {
    word = *open;
  } else if (!free_words_.empty()) {
    word = free_words_.back();
    free_words_.pop_back();
  } else {
    word = static_cast<uint32_t>(words_.size());
    words_.emplace_back();
    slots_.resize(slots_.size() + kSlotsPerWord);
    heads_.resize(heads_.size() + kSlotsPerWord);
  }
  if (words_[word].used == 0) {
    words_[word].partner = number;
    owner.words.insert(
        std::lower_bound(owner.words.begin(), owner.words.end(), word), word);
  }
  const int bit = std::countr_one(words_[word].used);
  words_[word].used |= uint64_t{1} << bit;
  const Slot slot = word * kSlotsPerWord + static_cast<Slot>(bit);
  heads_[slot] = 0;
  return slot;
}

void Roster::GiveBack(PartnerNumber number, Slot slot) {
  slots_[slot] = SlotState();
  const uint32_t word = slot / kSlotsPerWord;
  words_[word].used &= ~(uint64_t{1} << (slot % kSlotsPerWord));
  if (words_[word].used != 0) return;
  std::vector<uint32_t>& words = partner(number).words;
  words.erase(std::lower_bound(words.begin(), words.end(), word));
  free_words_.push_back(word);
}

inline void Roster::CountWord(uint32_t word, uint64_t bits, int64_t position) {
  ForEachSlot(word, bits, [this](Slot slot) { ++heads_[slot]; });
  PartnerHead& head = partner_heads_[words_[word].partner];
  if (head.counted_position == position) return;
  head.counted_position = position;
  ++head.sequence;
}

void Roster::Count(const Features& features,
                   const std::vector<EarlierNotice>& earlier,
                   int64_t position) {
  if (earlier.empty()) {
    return index_.Match(features, [&](uint32_t word, uint64_t bits) {
      CountWord(word, bits, position);
    });
  }
  absl::flat_hash_map<uint32_t, uint64_t> counted;  // Bits by word.
  index_.Match(features, [&](uint32_t word, uint64_t bits) {
    CountWord(word, bits, position);
    counted[word] = bits;
  });
  for (const EarlierNotice& notice : earlier) {
    index_.Match(notice.features, [&](uint32_t word, uint64_t bits) {
      uint64_t& done = counted[word];
      uint64_t more = 0;
      ForEachSlot(word, bits & ~done, [&](Slot slot) {
        if (CreateMicrosOf(slot) >= notice.created_before) return;
        more |= uint64_t{1} << (slot % kSlotsPerWord);
      });
      if (more != 0) CountWord(word, more, position);
      done |= more;
    });
  }
}

void Roster::Clear() {
  index_.Clear();
  slots_.clear();
  heads_.clear();
  words_.clear();
  free_words_.clear();
  partners_.clear();
  partner_heads_.clear();
  partner_numbers_.clear();
  subscription_count_ = 0;
}

}  // namespace vigil::alerts
