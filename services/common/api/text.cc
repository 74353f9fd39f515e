#include "services/common/api/text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "vigil/type/v1/source.pb.h"

namespace vigil::api {
namespace {

constexpr size_t kMaxShown = 80;

bool IsContinuation(char c) {
  return (static_cast<uint8_t>(c) & 0xC0U) == 0x80U;
}

// Whether the second byte may follow the first. Overlong forms, surrogates and
// what is above U+10FFFF are ruled out by its range (RFC 3629, section 4).
bool MayFollow(uint8_t first, uint8_t second) {
  const uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

// The length of the well-formed sequence that `text` starts with; 0 if it
// starts with none.
size_t SequenceLength(absl::string_view text) {
  const auto first = static_cast<uint8_t>(text[0]);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  if (!MayFollow(first, static_cast<uint8_t>(text[1]))) return 0;
  const absl::string_view rest = text.substr(2, length - 2);
  return std::all_of(rest.begin(), rest.end(), IsContinuation) ? length : 0;
}

// ASCII controls, and the C1 controls U+0080 to U+009F.
bool HasControl(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(text[i]))) return true;
    if (text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] <= '\x9F') {
      return true;
    }
  }
  return false;
}

bool IsUri(absl::string_view value) {
  if (value.size() > kMaxUriLength) return false;
  const bool is_printable =
      std::all_of(value.begin(), value.end(), [](unsigned char c) {
        return absl::ascii_isgraph(c) && c != '"' && c != '<' && c != '>';
      });
  if (!is_printable) return false;
  const absl::string_view rest =
      absl::StartsWith(value, "https://")  ? value.substr(8)
      : absl::StartsWith(value, "http://") ? value.substr(7)
                                           : "";
  return !rest.empty() && absl::ascii_isalnum(rest.front());
}

std::string Within(absl::string_view field, absl::string_view part) {
  return absl::StrCat(field, field.empty() ? "" : ".", part);
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string Shown(absl::string_view text) {
  return absl::StrCat("\"", absl::CHexEscape(text.substr(0, kMaxShown)), "\"",
                      text.size() > kMaxShown ? "…" : "");
}

absl::Status CheckText(absl::string_view field, absl::string_view value,
                       size_t min, size_t max) {
  if (value.size() < min || value.size() > max) {
    const std::string allowed =
        min == max ? absl::StrCat(max) : absl::StrCat(min, " to ", max);
    return InvalidFieldError(
        field, value.empty() ? absl::StrCat("is required; ", allowed, " bytes")
                             : absl::StrCat("has ", value.size(), " bytes; ",
                                            allowed, " are allowed"));
  }
  if (!IsUtf8(value)) return InvalidFieldError(field, "is not valid UTF-8");
  if (HasControl(value)) {
    return InvalidFieldError(field, "has control characters; use one line");
  }
  return absl::OkStatus();
}

absl::Status CheckUri(absl::string_view field, absl::string_view value) {
  if (IsUri(value)) return absl::OkStatus();
  return InvalidFieldError(field,
                           absl::StrCat(Shown(value),
                                        " is not an http or https URI of at "
                                        "most ",
                                        kMaxUriLength, " bytes"));
}

absl::Status CheckSource(absl::string_view field,
                         const type::v1::Source& source) {
  VIGIL_RETURN_IF_ERROR(CheckText(Within(field, "citation"), source.citation(),
                                  1, kMaxCitationLength));
  if (!source.uri().empty()) {
    VIGIL_RETURN_IF_ERROR(CheckUri(Within(field, "uri"), source.uri()));
  }
  if (source.confidence() == type::v1::CONFIDENCE_UNSPECIFIED ||
      !type::v1::Confidence_IsValid(source.confidence())) {
    return InvalidFieldError(
        Within(field, "confidence"),
        "is required; CONFIDENCE_SOURCED, CONFIDENCE_RECALLED or "
        "CONFIDENCE_INFERRED");
  }
  return absl::OkStatus();
}

absl::Status CheckRequestId(absl::string_view value) {
  const bool is_good =
      value.size() <= kMaxRequestIdLength &&
      std::all_of(value.begin(), value.end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '_' || c == '-';
      });
  if (is_good) return absl::OkStatus();
  return InvalidFieldError(
      "request_id", absl::StrCat("is not a UUID or 1 to ", kMaxRequestIdLength,
                                 " of [A-Za-z0-9_-]"));
}

}  // namespace vigil::api
