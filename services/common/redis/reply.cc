#include "services/common/redis/reply.h"

#include <hiredis/hiredis.h>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace vigil::redis {

bool ReplyView::IsNil() const {
  return reply_ == nullptr || reply_->type == REDIS_REPLY_NIL;
}

bool ReplyView::IsError() const {
  return reply_ != nullptr && reply_->type == REDIS_REPLY_ERROR;
}

int64_t ReplyView::integer() const {
  const bool is_integer =
      reply_ != nullptr && reply_->type == REDIS_REPLY_INTEGER;
  return is_integer ? reply_->integer : 0;
}

absl::string_view ReplyView::text() const {
  if (reply_ == nullptr || reply_->str == nullptr) return "";
  return {reply_->str, static_cast<size_t>(reply_->len)};
}

size_t ReplyView::size() const {
  const bool is_array = reply_ != nullptr && reply_->type == REDIS_REPLY_ARRAY;
  return is_array ? reply_->elements : 0;
}

ReplyView ReplyView::operator[](size_t i) const {
  return ReplyView(i < size() ? reply_->element[i] : nullptr);
}

void Reply::Free::operator()(redisReply* reply) const {
  freeReplyObject(reply);
}

Rejection RejectionOf(absl::string_view error) {
  const absl::string_view word = error.substr(0, error.find(' '));
  for (const absl::string_view later :
       {"LOADING", "BUSY", "MASTERDOWN", "NOREPLICAS", "MISCONF", "OOM",
        "CLUSTERDOWN", "TRYAGAIN"}) {
    if (word == later) return Rejection::kRetryLater;
  }
  // A new connection loads its functions before anything else.
  if (error == "ERR Function not found") return Rejection::kReconnect;
  for (const absl::string_view elsewhere : {"READONLY", "UNBLOCKED"}) {
    if (word == elsewhere) return Rejection::kReconnect;
  }
  return Rejection::kBug;
}

absl::Status StatusOfRejection(absl::string_view error) {
  if (RejectionOf(error) == Rejection::kBug) {
    return Error(absl::StatusCode::kInternal, "STORE_REJECTED",
                 absl::StrCat("Redis rejects a command: ", error));
  }
  return Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
               absl::StrCat("Redis is not ready: ", error));
}

}  // namespace vigil::redis
