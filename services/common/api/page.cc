#include "services/common/api/page.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/digest.h"
#include "services/common/api/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/status_macros.h"

namespace vigil::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kVersion = 1;
constexpr size_t kDigestLength = 16;
constexpr size_t kChecksumLength = 8;
constexpr size_t kOverhead = 1 + kDigestLength + kChecksumLength;

std::string ChecksumOf(absl::string_view text) {
  return Blake2b(absl::StrCat("vigil page token\n", text))
      .substr(0, kChecksumLength);
}

// Every List request has both fields; a bug, not input, if one has not.
const FieldDescriptor& FieldOf(const Message& request, const char* name) {
  return *request.GetDescriptor()->FindFieldByName(name);
}

absl::StatusOr<std::string> KeyIn(absl::string_view token,
                                  absl::string_view digest) {
  std::string bytes;
  if (token.size() > kMaxPageTokenLength ||
      !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() <= kOverhead || bytes.front() != kVersion) {
    return PageTokenInvalidError();
  }
  const absl::string_view signed_part =
      absl::string_view(bytes).substr(0, bytes.size() - kChecksumLength);
  if (ChecksumOf(signed_part) != bytes.substr(signed_part.size())) {
    return PageTokenInvalidError();
  }
  if (signed_part.substr(1, kDigestLength) != digest) {
    return PageTokenMismatchError();
  }
  return std::string(signed_part.substr(1 + kDigestLength));
}

}  // namespace

absl::StatusOr<int> PageSize(int32_t requested) {
  if (requested < 0) {
    return InvalidFieldError(
        "page_size",
        absl::StrCat(requested, " is negative; 0 stands for ", kDefaultPageSize,
                     ", and at most ", kMaxPageSize, " are returned"));
  }
  if (requested == 0) return kDefaultPageSize;
  return std::min(requested, kMaxPageSize);
}

absl::StatusOr<Pager> Pager::For(const Message& request) {
  const google::protobuf::Reflection& fields = *request.GetReflection();
  VIGIL_ASSIGN_OR_RETURN(
      const int size,
      PageSize(fields.GetInt32(request, &FieldOf(request, "page_size"))));
  Pager pager(size, DigestOf(request, {"page_size", "page_token"}));
  const std::string token =
      fields.GetString(request, &FieldOf(request, "page_token"));
  if (token.empty()) return pager;
  VIGIL_ASSIGN_OR_RETURN(pager.after_, KeyIn(token, pager.digest_));
  return pager;
}

std::string Pager::TokenAfter(absl::string_view key) const {
  const std::string bytes =
      absl::StrCat(absl::string_view(&kVersion, 1), digest_, key);
  return absl::WebSafeBase64Escape(absl::StrCat(bytes, ChecksumOf(bytes)));
}

}  // namespace vigil::api
