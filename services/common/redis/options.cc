#include "services/common/redis/options.h"

#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace vigil::redis {
namespace {

absl::Status AddressError(absl::string_view address) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", address,
                   "\" is no address of Redis; write unix:/path, host:port or "
                   "[address]:port"));
}

}  // namespace

absl::StatusOr<Options> ParseAddress(absl::string_view address) {
  Options options;
  absl::string_view rest = address;
  if (absl::ConsumePrefix(&rest, "unix:")) {
    // The kernel's limit for a path, its final NUL included, is 108.
    if (rest.empty() || rest.size() > 107) return AddressError(address);
    options.unix_socket = std::string(rest);
    return options;
  }
  const size_t colon = rest.rfind(':');
  if (colon == absl::string_view::npos) return AddressError(address);
  absl::string_view host = rest.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[") && !absl::ConsumeSuffix(&host, "]")) {
    return AddressError(address);
  }
  const bool port_ok =
      absl::SimpleAtoi(rest.substr(colon + 1), &options.port) &&
      options.port > 0 && options.port < 65536;
  if (host.empty() || !port_ok) return AddressError(address);
  options.host = std::string(host);
  return options;
}

}  // namespace vigil::redis
