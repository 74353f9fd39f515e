#include "services/common/ledger/entries.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/random.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/utf8.h"
#include "services/common/ledger/errors.h"

namespace vigil::ledger {
namespace {

// What an event costs in an entry besides its bytes, at most.
constexpr int64_t kEventOverhead = 8;

absl::Status CheckText(absl::string_view field, absl::string_view text,
                       size_t longest) {
  if (text.size() <= longest && IsValidUtf8(text)) return absl::OkStatus();
  return InvalidFieldError(
      field, absl::StrCat("must be UTF-8 of at most ", longest, " bytes"));
}

absl::Status Check(const Command& command, const Decision& decision) {
  VIGIL_RETURN_IF_ERROR(CheckText("actor", command.actor, 200));
  VIGIL_RETURN_IF_ERROR(CheckText("request_id", command.request_id, 200));
  VIGIL_RETURN_IF_ERROR(CheckText("source", command.source, 500));
  VIGIL_RETURN_IF_ERROR(CheckText("event_type", decision.event_type, 200));
  const auto size = static_cast<int64_t>(decision.answer.size());
  return size > kMaxAnswerBytes ? AnswerTooLargeError(size) : absl::OkStatus();
}

void SetTime(google::protobuf::Timestamp& out, absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int>((micros - seconds * 1'000'000) * 1000));
}

// Spreads events over entries in order, as many in each as fit.
class Packer {
 public:
  Packer(const Command& command, const Decision& decision, absl::Time now,
         std::string previous_id)
      : previous_id_(std::move(previous_id)) {
    empty_.set_actor(command.actor);
    empty_.set_source(command.source);
    empty_.set_event_type(decision.event_type);
    SetTime(*empty_.mutable_recorded_at(), now);
  }

  absl::Status Add(std::string event) {
    const int64_t size = static_cast<int64_t>(event.size()) + kEventOverhead;
    if (size > kMaxEventBytes + kEventOverhead) {
      return EntryTooLargeError("an event has more than 8 MiB");
    }
    if (entries_.empty() || !Fits(size)) {
      if (entries_.size() == kMaxEntriesPerAppend) {
        return EntryTooLargeError("it takes more than 100 entries");
      }
      Begin();
    }
    bytes_ += size;
    total_ += size;
    if (total_ > kMaxAppendBytes) {
      return EntryTooLargeError("it has more than 64 MiB");
    }
    entries_.back().add_events(std::move(event));
    return absl::OkStatus();
  }

  std::vector<Entry> Finish(const Command& command, std::string answer) && {
    if (!entries_.empty() && !command.request_id.empty()) {
      entries_.back().set_request_id(command.request_id);
      entries_.back().set_request_digest(command.digest);
      entries_.back().set_answer(std::move(answer));
    }
    return std::move(entries_);
  }

 private:
  bool Fits(int64_t size) const {
    return bytes_ + size <= kMaxEntryBytes &&
           entries_.back().events_size() < kMaxEventsPerEntry;
  }

  void Begin() {
    Entry& entry = entries_.emplace_back(empty_);
    entry.set_id(RandomId());
    entry.set_previous_id(std::exchange(previous_id_, entry.id()));
    bytes_ = 0;
  }

  Entry empty_;
  std::string previous_id_;
  std::vector<Entry> entries_;
  int64_t bytes_ = 0;  // Of the last entry.
  int64_t total_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<Entry>> EntriesOf(const Command& command,
                                             Decision decision, absl::Time now,
                                             std::string previous_id) {
  VIGIL_RETURN_IF_ERROR(Check(command, decision));
  Packer packer(command, decision, now, std::move(previous_id));
  for (std::string& event : decision.events) {
    VIGIL_RETURN_IF_ERROR(packer.Add(std::move(event)));
  }
  return std::move(packer).Finish(command, std::move(decision.answer));
}

}  // namespace vigil::ledger
