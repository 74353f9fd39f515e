#include "services/common/rpc/gate.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/errors.h"

namespace vigil::rpc {

absl::StatusOr<identity::Principal> Gate::Admit(
    const Method& method, absl::string_view authorization) const {
  if (method.is_public) return identity::Principal();
  VIGIL_ASSIGN_OR_RETURN(identity::Principal principal,
                         directory_.Authenticate(authorization));
  if (!method.roles.Contains(principal.role)) {
    return RoleNotAllowedError(PathOf(method));
  }
  return principal;
}

std::string PathOf(const Method& method) {
  return absl::StrCat(method.descriptor->service()->full_name(), "/",
                      method.descriptor->name());
}

bool IsCallId(absl::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
           c == '-';
  });
}

std::string MakeCallId() {
  // Short enough that no string that holds it allocates.
  constexpr int kLetters = 13;
  constexpr absl::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  thread_local absl::InsecureBitGen generator;
  auto bits = absl::Uniform<uint64_t>(generator);
  std::string id(kLetters, '0');
  for (char& letter : id) {
    letter = kAlphabet[bits % kAlphabet.size()];
    bits /= kAlphabet.size();
  }
  return id;
}

absl::Time CappedDeadline(absl::Time deadline, absl::Time now,
                          absl::Duration max_time) {
  return std::min(deadline, now + max_time);
}

}  // namespace vigil::rpc
