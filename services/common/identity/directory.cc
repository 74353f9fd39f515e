#include "services/common/identity/directory.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/common/base/random.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/common/identity/token.h"

namespace vigil::identity {

// The tokens that one thread has found lately, by a hash that costs a tenth:
// 128-bit SipHash under a key that this process made up. Never the tokens.
class Directory::Recent {
 public:
  using Hash = std::array<unsigned char, crypto_shorthash_siphashx24_BYTES>;

  static Hash HashOf(absl::string_view token) {
    static const std::string& key =
        *new std::string(RandomBytes(crypto_shorthash_siphashx24_KEYBYTES));
    Hash hash;
    crypto_shorthash_siphashx24(
        hash.data(), reinterpret_cast<const unsigned char*>(token.data()),
        token.size(), reinterpret_cast<const unsigned char*>(key.data()));
    return hash;
  }

  const Principal* Find(const Hash& hash, uint64_t table) const {
    const Entry& entry = entries_[hash[0] % kEntries];
    return entry.table == table && entry.hash == hash ? &entry.principal
                                                      : nullptr;
  }

  void Remember(const Hash& hash, uint64_t table, const Principal& principal) {
    entries_[hash[0] % kEntries] = {hash, table, principal};
  }

 private:
  static constexpr size_t kEntries = 64;
  struct Entry {
    Hash hash = {};
    uint64_t table = 0;
    Principal principal;
  };
  std::array<Entry, kEntries> entries_;
};

absl::StatusOr<std::unique_ptr<Directory>> Directory::Open(
    const std::string& principals_path, const std::string& key_path) {
  VIGIL_ASSIGN_OR_RETURN(std::string key, ReadKeyFile(key_path));
  VIGIL_ASSIGN_OR_RETURN(const v1::Principals principals,
                         ReadPrincipalsFile(principals_path));
  auto directory = std::make_unique<Directory>(std::move(key), principals);
  directory->path_ = principals_path;
  return directory;
}

Directory::Directory(std::string key, const v1::Principals& principals)
    : key_(std::move(key)), table_(TableOf(principals)) {
  number_ = table()->number;
}

absl::Status Directory::Reload() {
  if (path_.empty()) return absl::OkStatus();
  VIGIL_ASSIGN_OR_RETURN(const v1::Principals principals,
                         ReadPrincipalsFile(path_));
  std::shared_ptr<const Table> table = TableOf(principals);
  MutexLock lock(mutex_);
  table_.swap(table);
  number_ = table_->number;
  return absl::OkStatus();
}

absl::StatusOr<Principal> Directory::Find(absl::string_view token) const {
  if (token.size() > kMaxTokenSize) return TokenUnknownError();
  thread_local Recent recent;
  const Recent::Hash hash = Recent::HashOf(token);
  if (const Principal* known = recent.Find(hash, number_)) return *known;

  const std::shared_ptr<const Table> known = table();
  const auto found = known->principals.find(HashToken(key_, token));
  if (found == known->principals.end()) return TokenUnknownError();
  recent.Remember(hash, known->number, found->second);
  return found->second;
}

absl::StatusOr<Principal> Directory::Authenticate(
    absl::string_view authorization) const {
  constexpr absl::string_view kScheme = "bearer ";
  if (!absl::StartsWithIgnoreCase(authorization, kScheme) ||
      authorization.size() == kScheme.size()) {
    return TokenMissingError();
  }
  return Find(authorization.substr(kScheme.size()));
}

std::shared_ptr<const Directory::Table> Directory::TableOf(
    const v1::Principals& principals) {
  static std::atomic<uint64_t> last_number = 0;
  auto table = std::make_shared<Table>();
  table->number = ++last_number;
  table->principals.reserve(principals.principals_size());
  for (const v1::Principal& entry : principals.principals()) {
    table->principals.emplace(
        absl::HexStringToBytes(entry.token_hash()),
        Principal{.name = entry.name(), .role = entry.role()});
  }
  return table;
}

std::shared_ptr<const Directory::Table> Directory::table() const {
  MutexLock lock(mutex_);
  return table_;
}

}  // namespace vigil::identity
