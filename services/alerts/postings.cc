#include "services/alerts/postings.h"

#include <algorithm>

namespace vigil::alerts {

void Postings::Add(uint16_t slot) {
  ++count_;
  if (bits_) return bits_->Set(slot);
  if (listed_.size() < kMaxListed) return listed_.push_back(slot);
  bits_ = std::make_unique<SlotBits>();
  for (const uint16_t listed : listed_) bits_->Set(listed);
  bits_->Set(slot);
  std::vector<uint16_t>().swap(listed_);
}

void Postings::Remove(uint16_t slot) {
  --count_;
  if (bits_) return bits_->Clear(slot);
  const auto found = std::find(listed_.begin(), listed_.end(), slot);
  *found = listed_.back();
  listed_.pop_back();
}

size_t Postings::HeapBytes() const {
  return listed_.capacity() * sizeof(uint16_t) + (bits_ ? sizeof(SlotBits) : 0);
}

const Postings* DimensionIndex::Find(uint32_t term) const {
  const auto found = std::lower_bound(terms_.begin(), terms_.end(), term);
  if (found == terms_.end() || *found != term) return nullptr;
  return &postings_[found - terms_.begin()];
}

Postings& DimensionIndex::At(uint32_t term) {
  const auto found = std::lower_bound(terms_.begin(), terms_.end(), term);
  const auto place = postings_.begin() + (found - terms_.begin());
  if (found != terms_.end() && *found == term) return *place;
  terms_.insert(found, term);
  return *postings_.insert(place, Postings());
}

void DimensionIndex::RemoveOne(uint16_t slot, uint32_t term) {
  const auto found = std::lower_bound(terms_.begin(), terms_.end(), term);
  const auto place = postings_.begin() + (found - terms_.begin());
  place->Remove(slot);
  if (!place->empty()) return;
  terms_.erase(found);
  postings_.erase(place);
}

size_t DimensionIndex::HeapBytes() const {
  size_t bytes = terms_.capacity() * sizeof(uint32_t) +
                 postings_.capacity() * sizeof(Postings);
  for (const Postings& postings : postings_) bytes += postings.HeapBytes();
  return bytes;
}

}  // namespace vigil::alerts
