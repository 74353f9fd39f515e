#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "services/alerts/slot_bits.h"

namespace vigil::alerts {

// The slots of one block that have one term: a list while they are few, bits
// when a list would be larger.
class Postings {
 public:
  void Add(uint16_t slot);
  // The slot must be there.
  void Remove(uint16_t slot);

  bool empty() const { return count_ == 0; }

  // Adds the slots to `bits`.
  [[gnu::always_inline]] void OrInto(SlotBits& bits) const {
    if (bits_) return bits.Or(*bits_);
    for (const uint16_t slot : listed_) bits.Set(slot);
  }

  // Returns how much memory is held outside of the object.
  size_t HeapBytes() const;

 private:
  // 256 slots of two bytes take as much as the bits of a block, but to gather
  // more than some 40 of them takes longer than all of those bits.
  static constexpr size_t kMaxListed = 64;

  std::vector<uint16_t> listed_;
  std::unique_ptr<SlotBits> bits_;
  uint16_t count_ = 0;
};

// The slots of one block by the terms of one dimension.
class DimensionIndex {
 public:
  // Slots with any term in the dimension.
  const SlotBits& constrained() const { return constrained_; }
  bool empty() const { return constrained_count_ == 0; }

  // `numbers` are those of the terms of one slot, at least one.
  template <typename Terms>
  void Add(uint16_t slot, const Terms& terms) {
    if (terms.empty()) return;
    constrained_.Set(slot);
    ++constrained_count_;
    for (const uint32_t term : terms) At(term).Add(slot);
  }
  template <typename Terms>
  void Remove(uint16_t slot, const Terms& terms) {
    if (terms.empty()) return;
    constrained_.Clear(slot);
    --constrained_count_;
    for (const uint32_t term : terms) RemoveOne(slot, term);
  }

  // Returns the slots with the term, or null if there are none.
  const Postings* Find(uint32_t term) const;

  size_t HeapBytes() const;

 private:
  Postings& At(uint32_t term);
  void RemoveOne(uint16_t slot, uint32_t term);

  SlotBits constrained_;
  int constrained_count_ = 0;
  std::vector<uint32_t> terms_;  // Sorted; `postings_` is parallel to it.
  std::vector<Postings> postings_;
};

}  // namespace vigil::alerts
