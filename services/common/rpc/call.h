#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/identity/principal.h"

namespace vigil::rpc {

// What a handler may know of the call that it answers.
struct Call {
  // Who calls; checked against the method's roles already.
  identity::Principal principal;
  // The full name of the method,
  // `vigil.membership.v1.MembershipService/GetState`.
  absl::string_view method;
  // Names the call in logs and trailers (`vigil-call-id`); the client's, if it
  // sent one that is well formed, else made here.
  std::string call_id;
  // When the caller gives up; bounded by the server's limit.
  absl::Time deadline;
};

}  // namespace vigil::rpc
