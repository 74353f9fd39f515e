#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace vigil::mandate_watch {

// `bodies/hrc` of `bodies/hrc/sessions/hrc-64`, and of every other name here.
absl::string_view BodyOf(absl::string_view name);

// `bodies/hrc/mandates/sr-belarus` of
// `bodies/hrc/mandates/sr-belarus/renewals/a-hrc-res-61-26`.
absl::string_view MandateOf(absl::string_view renewal);

// `bodies/hrc/sessions/hrc-64` of `bodies/hrc` and 64.
std::string SessionName(absl::string_view body, int number);

// 64 of `bodies/hrc/sessions/hrc-64`; nothing if that is not how sessions of
// `body` are named.
std::optional<int> SessionNumber(absl::string_view body,
                                 absl::string_view session);

// `a-hrc-res-61-26` of `A/HRC/RES/61/26`: lower case, a hyphen for each run of
// other characters than letters and digits, `r-` in front of a digit, at most
// 63 bytes. "" if nothing is left.
std::string RenewalIdOf(absl::string_view resolution);

}  // namespace vigil::mandate_watch
