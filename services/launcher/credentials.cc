#include "services/launcher/credentials.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/common/identity/token.h"
#include "services/launcher/principals_file.h"
#include "services/launcher/private_file.h"

namespace vigil::launcher {
namespace {

namespace v1 = identity::v1;

absl::StatusOr<std::string> MakeKey(const std::string& path) {
  if (!Exists(path)) {
    VIGIL_RETURN_IF_ERROR(
        WritePrivateFile(path, absl::StrCat(identity::GenerateKey(), "\n")));
  }
  return identity::ReadKeyFile(path);
}

absl::StatusOr<std::string> MakeToken(const std::string& path) {
  if (!Exists(path)) {
    VIGIL_RETURN_IF_ERROR(
        WritePrivateFile(path, absl::StrCat(identity::GenerateToken(), "\n")));
  }
  return identity::ReadTokenFile(path);
}

// Adds `wanted` unless it is there; returns whether it was added.
bool AddPrincipal(const v1::Principal& wanted, v1::Principals& principals) {
  for (const v1::Principal& entry : principals.principals()) {
    if (entry.name() == wanted.name() && entry.role() == wanted.role() &&
        absl::EqualsIgnoreCase(entry.token_hash(), wanted.token_hash())) {
      return false;
    }
  }
  *principals.add_principals() = wanted;
  return true;
}

}  // namespace

const std::vector<Credential>& OwnCredentials() {
  static const auto& credentials = *new std::vector<Credential>{
      {"operator", "operators/local", v1::ROLE_OPERATOR},
      {"editor", "editors/local", v1::ROLE_EDITOR},
      {"analyst", "analysts/local", v1::ROLE_ANALYST},
      {"partner-demo", "partners/demo", v1::ROLE_PARTNER},
      {"service-notifier", "services/notifier", v1::ROLE_SERVICE},
  };
  return credentials;
}

absl::Status MakeCredentials(const DataDirectory& directory) {
  VIGIL_ASSIGN_OR_RETURN(const PrincipalsLock lock,
                         PrincipalsLock::Acquire(directory));
  VIGIL_ASSIGN_OR_RETURN(const std::string key,
                         MakeKey(directory.principals_key()));
  VIGIL_ASSIGN_OR_RETURN(v1::Principals principals, ReadPrincipals(directory));
  bool changed = false;
  for (const Credential& credential : OwnCredentials()) {
    VIGIL_ASSIGN_OR_RETURN(const std::string token,
                           MakeToken(directory.token(credential.file)));
    v1::Principal wanted;
    wanted.set_name(credential.name);
    wanted.set_role(credential.role);
    wanted.set_token_hash(identity::HexHashToken(key, token));
    changed = AddPrincipal(wanted, principals) || changed;
  }
  if (!changed) return absl::OkStatus();
  return WritePrincipals(directory, principals);
}

}  // namespace vigil::launcher
