#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/identity/principal.h"

namespace vigil::identity {

// Whether `principal` may know of the resource `name`. A partner knows of what
// is its own, `partners/{itself}` and below; everybody knows of what is no
// partner's. The method's roles say who else may look at partners.
bool MayKnowOf(const Principal& principal, absl::string_view name);

// `NOT_FOUND`, reason `RESOURCE_NOT_FOUND`, the same as for a resource that
// does not exist, unless the principal may know of it.
absl::Status CheckOwner(const Principal& principal, absl::string_view name);

}  // namespace vigil::identity
