#include "services/launcher/principals.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/common/identity/token.h"
#include "services/launcher/credentials.h"
#include "services/launcher/errors.h"
#include "services/launcher/principals_file.h"
#include "services/launcher/private_file.h"

namespace vigil::launcher {
namespace {

namespace v1 = identity::v1;

const Credential* OwnCredential(absl::string_view name) {
  for (const Credential& credential : OwnCredentials()) {
    if (credential.name == name) return &credential;
  }
  return nullptr;
}

absl::Status CheckInitialized(const DataDirectory& directory) {
  if (!Exists(directory.principals_key())) {
    return NotInitializedError(directory.root());
  }
  // Files of another owner would lock the services out.
  VIGIL_RETURN_IF_ERROR(MakePrivateDirectory(directory.root()));
  return MakePrivateDirectory(directory.tokens());
}

// What is changed, while nobody else may.
struct Files {
  PrincipalsLock lock;
  std::string key;
  v1::Principals principals;
};

absl::StatusOr<Files> OpenFiles(const DataDirectory& directory) {
  VIGIL_RETURN_IF_ERROR(CheckInitialized(directory));
  VIGIL_ASSIGN_OR_RETURN(PrincipalsLock lock,
                         PrincipalsLock::Acquire(directory));
  VIGIL_ASSIGN_OR_RETURN(std::string key,
                         identity::ReadKeyFile(directory.principals_key()));
  VIGIL_ASSIGN_OR_RETURN(v1::Principals principals, ReadPrincipals(directory));
  return Files{.lock = std::move(lock),
               .key = std::move(key),
               .principals = std::move(principals)};
}

// Takes all entries of `name` away; returns their hashes, in lower case.
std::set<std::string> TakeHashes(absl::string_view name,
                                 v1::Principals& principals) {
  std::set<std::string> hashes;
  auto& entries = *principals.mutable_principals();
  const auto gone =
      std::stable_partition(entries.begin(), entries.end(),
                            [&](auto& entry) { return entry.name() != name; });
  for (auto entry = gone; entry != entries.end(); ++entry) {
    hashes.insert(absl::AsciiStrToLower(entry->token_hash()));
  }
  entries.erase(gone, entries.end());
  return hashes;
}

// Removes the file at `path` if it holds one of the tokens that are gone.
void Forget(const std::string& path, const std::string& key,
            const std::set<std::string>& gone) {
  const absl::StatusOr<std::string> token = identity::ReadTokenFile(path);
  if (token.ok() && gone.contains(identity::HexHashToken(key, *token))) {
    unlink(path.c_str());
  }
}

// A file that somebody has named is not lost by mistake.
absl::Status CheckTokenFile(const NewPrincipal& wanted) {
  const std::string& path = wanted.token_file;
  if (path.empty() || !Exists(path)) return absl::OkStatus();
  if (wanted.rotate && identity::ReadTokenFile(path).ok()) {
    return absl::OkStatus();
  }
  return TokenFileExistsError(path);
}

absl::Status CheckMayBeAdded(const NewPrincipal& wanted,
                             const v1::Principals& principals) {
  const bool exists = std::any_of(
      principals.principals().begin(), principals.principals().end(),
      [&](const v1::Principal& one) { return one.name() == wanted.name; });
  if (exists && !wanted.rotate) return PrincipalExistsError(wanted.name);
  if (!exists && wanted.rotate) return PrincipalUnknownError(wanted.name);
  if (!exists && principals.principals_size() >= identity::kMaxPrincipals) {
    return TooManyPrincipalsError(identity::kMaxPrincipals);
  }
  return CheckTokenFile(wanted);
}

// Writes a token that is known from when `principals` are written: whatever
// fails, no file is lost and nobody is let in by a token that nobody has.
absl::Status WriteBoth(const DataDirectory& directory,
                       const v1::Principals& principals,
                       const std::string& token_path,
                       const std::string& token) {
  const std::string draft = absl::StrCat(token_path, ".draft");
  VIGIL_RETURN_IF_ERROR(WritePrivateFile(draft, absl::StrCat(token, "\n")));
  absl::Status written = WritePrincipals(directory, principals);
  if (!written.ok()) {
    unlink(draft.c_str());
    return written;
  }
  if (rename(draft.c_str(), token_path.c_str()) == 0) return absl::OkStatus();
  return FileUnusableError(token_path, errno);
}

}  // namespace

std::string TokenPathOf(const DataDirectory& directory,
                        absl::string_view name) {
  const Credential* const own = OwnCredential(name);
  if (own != nullptr) return directory.token(own->file);
  const size_t slash = name.find('/');
  // `partner-oslo` of `partners/oslo`.
  return directory.token(
      absl::StrCat(name.substr(0, slash - 1), "-", name.substr(slash + 1)));
}

absl::StatusOr<std::string> AddPrincipal(const DataDirectory& directory,
                                         const NewPrincipal& wanted) {
  const identity::Role role = identity::RoleOf(wanted.name);
  if (role == v1::ROLE_UNSPECIFIED) return PrincipalNameError(wanted.name);
  VIGIL_ASSIGN_OR_RETURN(Files files, OpenFiles(directory));
  VIGIL_RETURN_IF_ERROR(CheckMayBeAdded(wanted, files.principals));
  const std::set<std::string> gone = TakeHashes(wanted.name, files.principals);
  const std::string token = identity::GenerateToken();
  v1::Principal& added = *files.principals.add_principals();
  added.set_name(wanted.name);
  added.set_role(role);
  added.set_token_hash(identity::HexHashToken(files.key, token));
  const std::string usual = TokenPathOf(directory, wanted.name);
  const std::string& path =
      wanted.token_file.empty() ? usual : wanted.token_file;
  VIGIL_RETURN_IF_ERROR(WriteBoth(directory, files.principals, path, token));
  Forget(usual, files.key, gone);
  return path;
}

absl::Status RemovePrincipal(const DataDirectory& directory,
                             absl::string_view name) {
  if (OwnCredential(name) != nullptr) return PrincipalNeededError(name);
  VIGIL_ASSIGN_OR_RETURN(Files files, OpenFiles(directory));
  const std::set<std::string> gone = TakeHashes(name, files.principals);
  if (gone.empty()) return PrincipalUnknownError(name);
  VIGIL_RETURN_IF_ERROR(WritePrincipals(directory, files.principals));
  Forget(TokenPathOf(directory, name), files.key, gone);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<identity::Principal>> ListPrincipals(
    const DataDirectory& directory) {
  VIGIL_RETURN_IF_ERROR(CheckInitialized(directory));
  VIGIL_ASSIGN_OR_RETURN(const v1::Principals principals,
                         ReadPrincipals(directory));
  std::map<std::string, identity::Role> roles;
  for (const v1::Principal& entry : principals.principals()) {
    roles.emplace(entry.name(), entry.role());
  }
  std::vector<identity::Principal> all;
  all.reserve(roles.size());
  for (const auto& [name, role] : roles) all.push_back({name, role});
  return all;
}

}  // namespace vigil::launcher
