#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/identity/directory.h"
#include "services/common/rpc/surface.h"

namespace vigil::rpc {

// Decides who gets in: before the request is even parsed. Thread-safe.
class Gate {
 public:
  // `directory` is not owned.
  explicit Gate(const identity::Directory& directory) : directory_(directory) {}

  // Returns who calls, by the metadata `authorization`. A public method is
  // called by nobody in particular.
  //
  // Errors:
  //   UNAUTHENTICATED, TOKEN_MISSING or TOKEN_UNKNOWN.
  //   PERMISSION_DENIED, ROLE_NOT_ALLOWED: the method is not for this role.
  absl::StatusOr<identity::Principal> Admit(
      const Method& method, absl::string_view authorization) const;

 private:
  const identity::Directory& directory_;
};

// `vigil.membership.v1.MembershipService/GetState`, as calls and logs name it.
std::string PathOf(const Method& method);

// Whether a client may name its call so: 1 to 64 of `[A-Za-z0-9_-]`.
bool IsCallId(absl::string_view text);

// Returns a name for a call: 13 letters and digits.
std::string MakeCallId();

// Returns when a call must be done: `deadline`, but at most `max_time` from
// `now`.
absl::Time CappedDeadline(absl::Time deadline, absl::Time now,
                          absl::Duration max_time);

}  // namespace vigil::rpc
