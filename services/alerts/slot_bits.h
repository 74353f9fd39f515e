#pragma once

#include <array>
#include <cstdint>

namespace vigil::alerts {

// Subscriptions sit in numbered slots, 4,096 of them in a block.
inline constexpr int kBlockSlots = 4096;
inline constexpr int kBlockWords = kBlockSlots / 64;

// One bit for each slot of a block. Alerts are matched with whole blocks in
// vector instructions, which compilers do not choose by themselves where two
// blocks might overlap.
struct alignas(32) SlotBits {
  // As many words as one instruction takes, or two where it has half of that.
  using Lane [[gnu::vector_size(32), gnu::may_alias]] = uint64_t;
  static constexpr int kLanes = kBlockWords * sizeof(uint64_t) / sizeof(Lane);

  std::array<uint64_t, kBlockWords> words = {};

  void Set(int slot) { words[slot / 64] |= uint64_t{1} << (slot % 64); }
  void Clear(int slot) { words[slot / 64] &= ~(uint64_t{1} << (slot % 64)); }
  bool Has(int slot) const {
    return (words[slot / 64] >> (slot % 64) & 1) != 0;
  }

  Lane* lanes() { return reinterpret_cast<Lane*>(words.data()); }
  const Lane* lanes() const {
    return reinterpret_cast<const Lane*>(words.data());
  }

  bool Any() const {
    uint64_t any = 0;
    for (const uint64_t word : words) any |= word;
    return any != 0;
  }
  // One bit for each word in which any are set: to look at each of them in turn
  // would be a branch that no processor can foresee.
  uint64_t Words() const {
    static_assert(kBlockWords == 64);
    uint64_t some = 0;
    for (int i = 0; i < kBlockWords; ++i) {
      some |= static_cast<uint64_t>(words[i] != 0) << i;
    }
    return some;
  }
  // Returns whether any are left.
  [[gnu::always_inline]] bool And(const SlotBits& other) {
    Lane any = {};
    for (int i = 0; i < kLanes; ++i) any |= lanes()[i] &= other.lanes()[i];
    return (any[0] | any[1] | any[2] | any[3]) != 0;
  }
  // Leaves what is not in `other`; returns whether there is any.
  [[gnu::always_inline]] bool AndNot(const SlotBits& other) {
    Lane any = {};
    for (int i = 0; i < kLanes; ++i) any |= lanes()[i] &= ~other.lanes()[i];
    return (any[0] | any[1] | any[2] | any[3]) != 0;
  }
  [[gnu::always_inline]] void Or(const SlotBits& other) {
    for (int i = 0; i < kLanes; ++i) lanes()[i] |= other.lanes()[i];
  }
  [[gnu::always_inline]] void Assign(const SlotBits& other) {
    for (int i = 0; i < kLanes; ++i) lanes()[i] = other.lanes()[i];
  }
  // Becomes what is not in `other`.
  [[gnu::always_inline]] void AssignInverse(const SlotBits& other) {
    for (int i = 0; i < kLanes; ++i) lanes()[i] = ~other.lanes()[i];
  }
};

}  // namespace vigil::alerts
