#pragma once

#include <array>
#include <cstdint>

namespace vigil::alerts {

// Subscriptions sit in numbered slots, 4,096 of them in a block.
inline constexpr int kBlockSlots = 4096;
inline constexpr int kBlockWords = kBlockSlots / 64;

// One bit for each slot of a block. The loops have constant lengths: compilers
// make them a few vector instructions.
struct SlotBits {
  std::array<uint64_t, kBlockWords> words = {};

  void Set(int slot) { words[slot / 64] |= uint64_t{1} << (slot % 64); }
  void Clear(int slot) { words[slot / 64] &= ~(uint64_t{1} << (slot % 64)); }
  bool Has(int slot) const { return words[slot / 64] >> (slot % 64) & 1; }

  bool Any() const {
    uint64_t any = 0;
    for (const uint64_t word : words) any |= word;
    return any != 0;
  }
  void And(const SlotBits& other) {
    for (int i = 0; i < kBlockWords; ++i) words[i] &= other.words[i];
  }
  void Or(const SlotBits& other) {
    for (int i = 0; i < kBlockWords; ++i) words[i] |= other.words[i];
  }
  void Invert() {
    for (uint64_t& word : words) word = ~word;
  }
};

}  // namespace vigil::alerts
