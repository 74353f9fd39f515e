#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "absl/types/span.h"
#include "services/alerts/match_block.h"
#include "services/alerts/terms.h"

namespace vigil::alerts {

// A slot's number: block, then word of the block, then bit of the word.
using Slot = uint32_t;
inline constexpr Slot kSlotsPerWord = 64;

// Finds the subscriptions that admit an alert, among a million in well under a
// millisecond. Does what `Matches` does for each.
class MatchIndex {
 public:
  void Add(Slot slot, const Conditions& conditions) {
    const size_t block = slot / kBlockSlots;
    while (blocks_.size() <= block) blocks_.emplace_back();
    blocks_[block].Add(slot % kBlockSlots, conditions);
  }

  // `conditions` are those that the slot was added with.
  void Remove(Slot slot, const Conditions& conditions) {
    blocks_[slot / kBlockSlots].Remove(slot % kBlockSlots, conditions);
  }

  // Calls `visit(word, bits)` for each word of 64 slots in which any matches,
  // ascending: the slots are `word * 64 + b` for each bit b.
  template <typename Visit>
  void Match(const Features& features, Visit visit) const {
    SlotBits matched;
    for (size_t block = 0; block < blocks_.size(); ++block) {
      if (!blocks_[block].Match(features, matched)) continue;
      for (uint64_t some = matched.Words(); some != 0; some &= some - 1) {
        const auto word = static_cast<uint32_t>(std::countr_zero(some));
        visit(static_cast<uint32_t>(block * kBlockWords) + word,
              matched.words[word]);
      }
    }
  }

  // The same, only for the words named, which ascend.
  template <typename Visit>
  void MatchWithin(absl::Span<const uint32_t> words, const Features& features,
                   Visit visit) const {
    SlotBits matched;
    size_t block = SIZE_MAX;
    bool any = false;
    for (const uint32_t word : words) {
      if (word / kBlockWords >= blocks_.size()) return;
      if (word / kBlockWords != block) {
        block = word / kBlockWords;
        any = blocks_[block].Match(features, matched);
      }
      const uint64_t bits = any ? matched.words[word % kBlockWords] : 0;
      if (bits != 0) visit(word, bits);
    }
  }

  void Clear() { blocks_.clear(); }

  size_t MemoryBytes() const {
    size_t bytes = blocks_.size() * sizeof(MatchBlock);
    for (const MatchBlock& block : blocks_) bytes += block.HeapBytes();
    return bytes;
  }

 private:
  std::deque<MatchBlock> blocks_;
};

// Calls `visit(slot)` for each slot of a word, ascending.
template <typename Visit>
void ForEachSlot(uint32_t word, uint64_t bits, Visit visit) {
  for (; bits != 0; bits &= bits - 1) {
    visit(word * kSlotsPerWord + static_cast<Slot>(std::countr_zero(bits)));
  }
}

}  // namespace vigil::alerts
