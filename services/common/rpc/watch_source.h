#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/errors.h"
#include "services/common/rpc/source.h"

namespace vigil::rpc {

// What a `Watch` tells.
template <typename Response>
struct WatchParts {
  // Sent first: the current resources, all at the watcher's first revision.
  std::vector<Response> initial;
  // What comes after; see `ReplicaCore::Watch`.
  std::unique_ptr<ledger::Watcher> watcher;
  // Fills in the message for an entry; false: this stream has none for it.
  std::function<absl::StatusOr<bool>(const ledger::Record&, Response&)> fill;
  // Fills in the message that only tells the head revision.
  std::function<void(Response&)> heartbeat;
};

// A source of initial messages and of what a watcher sees, for `Watch`:
//
//   return MakeWatchSource<WatchResponse>(
//       {.initial = …, .watcher = replica.core().Watch(revision), …});
//
// It ends as the watcher does, or with its farewell: `UNAVAILABLE`, reason
// `STOPPING`, metadata `last_revision`, which is 0 while the initial messages
// have not all been sent.
template <typename Response>
class WatchSource final : public Source {
 public:
  explicit WatchSource(WatchParts<Response> parts) : parts_(std::move(parts)) {}

  absl::StatusOr<Next> Pull(google::protobuf::Message& message,
                            std::function<void()> wake) override {
    auto& response = static_cast<Response&>(message);
    if (sent_ < parts_.initial.size()) {
      response = std::move(parts_.initial[sent_]);
      if (++sent_ == parts_.initial.size()) ForgetInitial();
      return Next::kMessage;
    }
    // Entries that are not for this stream are passed over, so many at a time.
    for (int i = 0; i < kMaxSkipped; ++i) {
      absl::StatusOr<std::optional<ledger::Record>> record =
          parts_.watcher->Next(wake);
      if (!record.ok()) return record.status();
      if (!record->has_value()) return Next::kWait;
      const absl::StatusOr<bool> filled = parts_.fill(**record, response);
      if (!filled.ok()) return filled.status();
      if (*filled) return Next::kMessage;
      response.Clear();
    }
    wake();
    return Next::kWait;
  }

  void Heartbeat(google::protobuf::Message& message) override {
    parts_.heartbeat(static_cast<Response&>(message));
  }

  absl::Status Farewell() override {
    const bool complete = sent_ == parts_.initial.size();
    const int64_t revision = complete ? parts_.watcher->revision() : 0;
    return WithMetadata(StoppingError(), "last_revision",
                        absl::StrCat(revision));
  }

 private:
  static constexpr int kMaxSkipped = 256;

  void ForgetInitial() {
    parts_.initial = {};
    sent_ = 0;
  }

  WatchParts<Response> parts_;
  size_t sent_ = 0;
};

template <typename Response>
std::unique_ptr<Source> MakeWatchSource(WatchParts<Response> parts) {
  return std::make_unique<WatchSource<Response>>(std::move(parts));
}

}  // namespace vigil::rpc
