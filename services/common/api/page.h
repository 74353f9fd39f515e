#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vigil::api {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
inline constexpr size_t kMaxPageTokenLength = 1024;
// Of an item; a longer one would make a token that is too long.
inline constexpr size_t kMaxPageKeyLength = 600;

// Returns the size of a page: 50 for 0, at most 1000. `INVALID_ARGUMENT` if
// `requested` is negative.
absl::StatusOr<int> PageSize(int32_t requested);

// Where a page starts and how long it is. Pages follow the order of the items'
// keys and continue after the last key seen, so that what comes and goes in
// between neither repeats nor hides other items.
//
// A token is base64url of
//
//     1 byte    version, 1
//     16 bytes  digest of the request without page_size and page_token
//     n bytes   the key of the last item that was returned
//     8 bytes   checksum (BLAKE2b) of all that
//
// Opaque, not secret: it says no more than the answer it came with. Forging one
// gains nothing: a key can only be looked for within one's own query.
class Pager {
 public:
  // Reads the fields `page_size` and `page_token` of a List request.
  // `INVALID_ARGUMENT`: a negative size; reason `PAGE_TOKEN_INVALID`, no token
  // of ours; `PAGE_TOKEN_MISMATCH`, a token of another query.
  static absl::StatusOr<Pager> For(const google::protobuf::Message& request);

  int size() const { return size_; }
  // The key that the page starts after; empty at the beginning.
  const std::string& after() const { return after_; }
  // The token of the page after the item with `key`.
  std::string TokenAfter(absl::string_view key) const;

 private:
  Pager(int size, std::string digest)
      : size_(size), digest_(std::move(digest)) {}

  int size_;
  std::string digest_;
  std::string after_;
};

// Fills a page from the items from `it`, which is behind `pager.after()`:
// calls `add(*it)` for those of which `keep(*it)` holds, and returns
// `next_page_token`, empty where no further item would be kept. `key(*it)` is
// an item's key; they ascend.
template <typename Iterator, typename Key, typename Keep, typename Add>
std::string FillPage(const Pager& pager, Iterator it, Iterator end, Key key,
                     Keep keep, Add add) {
  int count = 0;
  std::string last;
  for (; it != end; ++it) {
    if (!keep(*it)) continue;
    if (count == pager.size()) return pager.TokenAfter(last);
    add(*it);
    if (++count == pager.size()) last = std::string(key(*it));
  }
  return "";
}

// The same for the entries of `map`, sorted by string keys, which start with
// `prefix`, e.g. `bodies/hrc/terms/`: calls `keep(value)` and `add(value)`.
template <typename Map, typename Keep, typename Add>
std::string Paginate(const Pager& pager, const Map& map,
                     absl::string_view prefix, Keep keep, Add add) {
  const bool resumes = !pager.after().empty() && pager.after() >= prefix;
  // No UTF-8 has the byte 0xFF: it is behind every key with the prefix.
  return FillPage(
      pager, resumes ? map.upper_bound(pager.after()) : map.lower_bound(prefix),
      map.lower_bound(absl::StrCat(prefix, "\xFF")),
      [](const auto& entry) -> const std::string& { return entry.first; },
      [&keep](const auto& entry) { return keep(entry.second); },
      [&add](const auto& entry) { add(entry.second); });
}

}  // namespace vigil::api
