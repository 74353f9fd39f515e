#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct redisReply;

namespace vigil::redis {

// A part of what Redis has answered, owned by the `Reply` that it is from. What
// is asked of another type than the answer has reads as empty, 0 or nil, so
// that no answer can make a caller read what is not there.
class ReplyView {
 public:
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  bool IsNil() const;
  bool IsError() const;
  int64_t integer() const;
  absl::string_view text() const;  // Of strings, statuses and errors.
  size_t size() const;             // Of arrays.
  ReplyView operator[](size_t i) const;

 private:
  const redisReply* reply_;  // May be null: nil.
};

// What Redis has answered to one command.
class Reply {
 public:
  // Takes ownership.
  explicit Reply(redisReply* reply) : reply_(reply) {}

  ReplyView view() const { return ReplyView(reply_.get()); }
  bool IsNil() const { return view().IsNil(); }
  bool IsError() const { return view().IsError(); }
  int64_t integer() const { return view().integer(); }
  absl::string_view text() const { return view().text(); }
  size_t size() const { return view().size(); }
  ReplyView operator[](size_t i) const { return view()[i]; }

 private:
  struct Free {
    void operator()(redisReply* reply) const;
  };

  std::unique_ptr<redisReply, Free> reply_;
};

// What to do about an error that Redis answers with, by its whole first word.
enum class Rejection {
  kRetryLater,  // LOADING, MISCONF …: Redis is there but not ready.
  kReconnect,   // READONLY …: not the primary any more, or not prepared.
  kBug,         // Anything else: asking again will not help.
};

Rejection RejectionOf(absl::string_view error);

// `UNAVAILABLE`, reason `STORE_UNAVAILABLE`, for the first two; the command was
// not carried out. `INTERNAL`, reason `STORE_REJECTED`, for the third.
absl::Status StatusOfRejection(absl::string_view error);

}  // namespace vigil::redis
