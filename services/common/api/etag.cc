#include "services/common/api/etag.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/digest.h"
#include "services/common/api/errors.h"

namespace vigil::api {
namespace {

constexpr size_t kEtagBytes = 9;  // 12 characters of base64, without padding.

}  // namespace

std::string EtagOf(const google::protobuf::Message& resource) {
  const std::string digest = DigestOf(resource, {"etag"});
  return absl::StrCat(
      "W/\"", absl::WebSafeBase64Escape(digest.substr(0, kEtagBytes)), "\"");
}

absl::Status CheckEtag(absl::string_view name, absl::string_view given,
                       absl::string_view current) {
  if (given.empty() || given == current) return absl::OkStatus();
  return EtagMismatchError(name);
}

}  // namespace vigil::api
