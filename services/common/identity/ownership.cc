#include "services/common/identity/ownership.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace vigil::identity {

bool MayKnowOf(const Principal& principal, absl::string_view name) {
  if (principal.role != v1::ROLE_PARTNER) return true;
  if (name != "partners" && !absl::StartsWith(name, "partners/")) return true;
  return absl::ConsumePrefix(&name, principal.name) &&
         (name.empty() || name.front() == '/');
}

absl::Status CheckOwner(const Principal& principal, absl::string_view name) {
  if (MayKnowOf(principal, name)) return absl::OkStatus();
  // Word for word what `api::NotFoundError` says, which is not below this.
  return Error(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
               absl::StrCat(name, " does not exist"));
}

}  // namespace vigil::identity
