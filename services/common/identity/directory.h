#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/mutex.h"
#include "services/common/identity/principal.h"
#include "vigil/identity/v1/principals.pb.h"

namespace vigil::identity {

// Everybody who may call, found by token. Tokens are compared as keyed hashes:
// how long a look-up takes says nothing about a token that exists.
// Thread-safe.
class Directory {
 public:
  // Reads both files. See `files.h` for the errors.
  static absl::StatusOr<std::unique_ptr<Directory>> Open(
      const std::string& principals_path, const std::string& key_path);

  // A directory of `principals`, which are valid, and that has no file.
  Directory(std::string key, const v1::Principals& principals);

  // Reads the file of principals again. After an error everything stays as it
  // was. The key is read only once.
  absl::Status Reload();

  // `UNAUTHENTICATED`, reason `TOKEN_UNKNOWN`, if nobody has this token.
  absl::StatusOr<Principal> Find(absl::string_view token) const;

  // Finds who sent `authorization`: `Bearer <token>`, where the word may be in
  // any case. `UNAUTHENTICATED`, reason `TOKEN_MISSING`, for anything else.
  absl::StatusOr<Principal> Authenticate(absl::string_view authorization) const;

 private:
  class Recent;
  // By hash of the token. Each table has a number of its own, in the process.
  struct Table {
    absl::flat_hash_map<std::string, Principal> principals;
    uint64_t number = 0;
  };

  static std::shared_ptr<const Table> TableOf(const v1::Principals& principals);
  std::shared_ptr<const Table> table() const;

  const std::string key_;
  std::string path_;
  // The number of `table_`: what threads remember of another is forgotten.
  std::atomic<uint64_t> number_;
  mutable Mutex mutex_;
  std::shared_ptr<const Table> table_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::identity
