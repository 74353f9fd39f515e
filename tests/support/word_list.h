#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/common/ledger/replica.h"

namespace vigil::ledger {

// The simplest model: the events of all entries, in order. Does not understand
// the event "poison".
class WordList final : public Fold {
 public:
  absl::Status Apply(const Entry& entry, int64_t revision) override {
    for (const std::string& event : entry.events()) {
      if (event == "poison") return absl::DataLossError("poison");
      words_.push_back(event);
    }
    revision_ = revision;
    return absl::OkStatus();
  }

  std::vector<std::string> Serialize() const override {
    std::vector<std::string> chunks = words_;
    chunks.push_back(std::to_string(revision_));
    return chunks;
  }

  absl::Status Restore(const std::vector<std::string>& chunks) override {
    if (chunks.empty()) return absl::DataLossError("no chunks");
    words_ = {chunks.begin(), chunks.end() - 1};
    revision_ = std::stoll(chunks.back());
    return absl::OkStatus();
  }

  void Clear() override {
    words_.clear();
    revision_ = 0;
  }

  const std::vector<std::string>& words() const { return words_; }
  int64_t revision() const { return revision_; }

 private:
  std::vector<std::string> words_;
  int64_t revision_ = 0;
};

// Decides that `word` is added, and answers with it.
inline auto Add(std::string word) {
  return [word = std::move(word)](const WordList&,
                                  absl::Time) -> absl::StatusOr<Decision> {
    return Decision{.event_type = "word", .events = {word}, .answer = word};
  };
}

}  // namespace vigil::ledger
