#include "services/common/identity/files.h"

#include <google/protobuf/util/json_util.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/token.h"

namespace vigil::identity {
namespace {

constexpr int64_t kMaxPrincipalsBytes = 64 << 20;
constexpr int64_t kMaxSecretBytes = 4096;
constexpr mode_t kWriteByOthers = S_IWGRP | S_IWOTH;
constexpr mode_t kReadByOthers = S_IRGRP | S_IROTH;

// What may be in a file, and what errors about it are called.
struct FileRules {
  std::string what;    // In messages: `the key file`.
  std::string reason;  // The beginning of the reasons: `KEY_FILE`.
  mode_t forbidden = 0;
  int64_t max_bytes = 0;
};

absl::Status FileError(const FileRules& rules, absl::string_view condition,
                       absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition,
               absl::StrCat(rules.reason, "_", condition),
               absl::StrCat(rules.what, " ", message));
}

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     const FileRules& rules) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) {
    return FileError(rules, "UNREADABLE",
                     absl::StrCat(path, ": ", std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) {
    return FileError(rules, "UNREADABLE", absl::StrCat(path, " is no file"));
  }
  if ((status.st_mode & rules.forbidden) != 0) {
    return FileError(
        rules, "EXPOSED",
        absl::StrCat(path, " is open to others; run chmod 600 ", path));
  }
  if (status.st_size > rules.max_bytes) {
    return FileError(
        rules, "INVALID",
        absl::StrCat(path, " has more than ", rules.max_bytes, " bytes"));
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return FileError(rules, "UNREADABLE",
                     absl::StrCat(path, ": ", std::strerror(errno)));
  }
  return text.str();
}

const FileRules& PrincipalsRules() {
  static const auto& rules = *new FileRules{.what = "the file of principals",
                                            .reason = "PRINCIPALS_FILE",
                                            .forbidden = kWriteByOthers,
                                            .max_bytes = kMaxPrincipalsBytes};
  return rules;
}

absl::Status EntryError(int index, absl::string_view problem) {
  return FileError(
      PrincipalsRules(), "INVALID",
      absl::StrCat("is not valid: principals[", index, "] ", problem));
}

bool IsHexHash(absl::string_view text) {
  if (text.size() != 2 * kTokenHashSize) return false;
  for (const char c : text) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

absl::string_view CollectionOf(Role role) {
  switch (role) {
    case v1::ROLE_PARTNER:
      return "partners/";
    case v1::ROLE_ANALYST:
      return "analysts/";
    case v1::ROLE_EDITOR:
      return "editors/";
    case v1::ROLE_SERVICE:
      return "services/";
    case v1::ROLE_OPERATOR:
      return "operators/";
    default:
      return "";
  }
}

// What may be told of why `message` of the JSON parser refused a file: never
// the file's own text, which holds hashes of tokens and which the parser quotes
// in the lines below the first, or in the first if a value is at fault.
std::string SyntaxProblem(absl::string_view message) {
  message = message.substr(0, message.find('\n'));
  absl::string_view index = message;
  if (absl::ConsumePrefix(&index, "(principals[")) {
    index = index.substr(0, index.find(']'));
    int number = 0;
    if (index.size() < 8 && absl::SimpleAtoi(index, &number)) {
      return absl::StrCat("principals[", number,
                          "] has an unknown field or a value of a wrong type");
    }
  }
  const bool is_quoting =
      absl::StartsWith(message, "(") ||
      message.find_first_of("\"'`0123456789") != absl::string_view::npos;
  return is_quoting ? "it is no list of principals in JSON"
                    : std::string(absl::StripSuffix(message, "."));
}

bool IsId(absl::string_view text) {
  if (text.empty() || text.size() > 63) return false;
  if (!absl::ascii_islower(static_cast<unsigned char>(text[0]))) return false;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (!absl::ascii_islower(letter) && !absl::ascii_isdigit(letter) &&
        c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace

bool IsPrincipalName(Role role, absl::string_view name) {
  const absl::string_view collection = CollectionOf(role);
  return !collection.empty() && absl::ConsumePrefix(&name, collection) &&
         IsId(name);
}

Role RoleOf(absl::string_view name) {
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if (IsPrincipalName(static_cast<Role>(role), name)) {
      return static_cast<Role>(role);
    }
  }
  return v1::ROLE_UNSPECIFIED;
}

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  const FileRules rules{.what = "the key file",
                        .reason = "KEY_FILE",
                        .forbidden = kReadByOthers | kWriteByOthers,
                        .max_bytes = kMaxSecretBytes};
  VIGIL_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, rules));
  const absl::string_view digits = absl::StripAsciiWhitespace(text);
  if (!IsHexHash(digits)) {
    return FileError(rules, "INVALID",
                     absl::StrCat(path, " must hold 64 hexadecimal digits"));
  }
  return absl::HexStringToBytes(digits);
}

absl::StatusOr<std::string> ReadTokenFile(const std::string& path) {
  const FileRules rules{.what = "the token file",
                        .reason = "TOKEN_FILE",
                        .forbidden = kReadByOthers | kWriteByOthers,
                        .max_bytes = kMaxSecretBytes};
  VIGIL_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, rules));
  const absl::string_view token = absl::StripAsciiWhitespace(text);
  bool printable = !token.empty() && token.size() <= kMaxTokenSize;
  for (const char c : token) {
    printable = printable && absl::ascii_isgraph(static_cast<unsigned char>(c));
  }
  if (!printable) {
    return FileError(rules, "INVALID",
                     absl::StrCat(path, " must hold one token"));
  }
  return std::string(token);
}

absl::StatusOr<v1::Principals> ReadPrincipalsFile(const std::string& path) {
  VIGIL_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(path, PrincipalsRules()));
  return ParsePrincipals(text);
}

absl::StatusOr<v1::Principals> ParsePrincipals(absl::string_view json) {
  v1::Principals principals;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      {json.data(), json.size()}, &principals);
  if (!parsed.ok()) {
    return FileError(PrincipalsRules(), "INVALID",
                     absl::StrCat("is not valid: ",
                                  SyntaxProblem({parsed.message().data(),
                                                 parsed.message().size()})));
  }
  if (principals.principals_size() > kMaxPrincipals) {
    return FileError(
        PrincipalsRules(), "INVALID",
        absl::StrCat("has more than ", kMaxPrincipals, " entries"));
  }
  absl::flat_hash_map<std::string, int> seen;
  for (int i = 0; i < principals.principals_size(); ++i) {
    const v1::Principal& entry = principals.principals(i);
    if (CollectionOf(entry.role()).empty()) {
      return EntryError(i, "has no role that is known");
    }
    if (!IsPrincipalName(entry.role(), entry.name())) {
      return EntryError(
          i, absl::StrCat("must be named ", CollectionOf(entry.role()),
                          "{id}, id as [a-z][a-z0-9-]{0,62}"));
    }
    if (!IsHexHash(entry.token_hash())) {
      return EntryError(i, "needs a token_hash of 64 hexadecimal digits");
    }
    const auto [first, added] =
        seen.emplace(absl::AsciiStrToLower(entry.token_hash()), i);
    if (!added) {
      return EntryError(i, absl::StrCat("has the token_hash of principals[",
                                        first->second, "]"));
    }
  }
  return principals;
}

}  // namespace vigil::identity
