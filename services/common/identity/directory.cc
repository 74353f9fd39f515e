#include "services/common/identity/directory.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/common/identity/token.h"

namespace vigil::identity {

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
    : key_(std::move(key)), table_(TableOf(principals)) {}

absl::Status Directory::Reload() {
  if (path_.empty()) return absl::OkStatus();
  VIGIL_ASSIGN_OR_RETURN(const v1::Principals principals,
                         ReadPrincipalsFile(path_));
  std::shared_ptr<const Table> table = TableOf(principals);
  MutexLock lock(mutex_);
  table_.swap(table);
  return absl::OkStatus();
}

absl::StatusOr<Principal> Directory::Find(absl::string_view token) const {
  if (token.size() > kMaxTokenSize) return TokenUnknownError();
  const std::shared_ptr<const Table> known = table();
  const auto found = known->find(HashToken(key_, token));
  if (found == known->end()) return TokenUnknownError();
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
  auto table = std::make_shared<Table>();
  table->reserve(principals.principals_size());
  for (const v1::Principal& entry : principals.principals()) {
    table->emplace(absl::HexStringToBytes(entry.token_hash()),
                   Principal{.name = entry.name(), .role = entry.role()});
  }
  return table;
}

std::shared_ptr<const Directory::Table> Directory::table() const {
  MutexLock lock(mutex_);
  return table_;
}

}  // namespace vigil::identity
