#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "vigil/ledger/v1/entry.pb.h"

namespace vigil::ledger {

using v1::Entry;

// What a replica folds entries into. Knows no thread, lock or clock: the
// replica serializes the calls that change it.
class Fold {
 public:
  virtual ~Fold() = default;

  // Applies an entry. Entries come in order, without gaps, once each. An error
  // means that the entry cannot be understood: the replica stops serving.
  virtual absl::Status Apply(const Entry& entry, int64_t revision) = 0;

  // Returns the model as bytes, in chunks of at most 16 MiB.
  virtual std::vector<std::string> Serialize() const = 0;

  // Replaces the model with what `Serialize` returned.
  virtual absl::Status Restore(const std::vector<std::string>& chunks) = 0;

  // Empties the model.
  virtual void Clear() = 0;
};

}  // namespace vigil::ledger
