#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace vigil::alerts {

// Numbers names, so that each is in memory once however many subscriptions use
// it. Counts who uses a name; one that nobody uses is forgotten and its number
// given to another.
class NameTable {
 public:
  // Returns the number of `name` and counts one more user.
  uint32_t Acquire(absl::string_view name) {
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) {
      ++users_[found->second];
      return found->second;
    }
    const uint32_t number = NextNumber();
    names_[number] = std::string(name);
    users_[number] = 1;
    numbers_.emplace(names_[number], number);
    return number;
  }

  // Counts one more user of a name that is used already.
  void AcquireAgain(uint32_t number) { ++users_[number]; }

  void Release(uint32_t number) {
    if (--users_[number] != 0) return;
    numbers_.erase(names_[number]);
    names_[number].clear();
    free_.push_back(number);
  }

  absl::string_view NameOf(uint32_t number) const { return names_[number]; }

  // Numbers are below this; those without users have no name.
  uint32_t limit() const { return static_cast<uint32_t>(names_.size()); }
  bool IsUsed(uint32_t number) const { return users_[number] != 0; }

 private:
  uint32_t NextNumber() {
    if (!free_.empty()) {
      const uint32_t number = free_.back();
      free_.pop_back();
      return number;
    }
    names_.emplace_back();
    users_.push_back(0);
    return static_cast<uint32_t>(names_.size() - 1);
  }

  std::deque<std::string> names_;  // Views of its elements stay valid.
  std::vector<uint32_t> users_;
  std::vector<uint32_t> free_;
  absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
};

}  // namespace vigil::alerts
