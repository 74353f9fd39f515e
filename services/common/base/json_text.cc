#include "services/common/base/json_text.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_format.h"

namespace vigil {
namespace {

constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};

size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

// The length of the valid UTF-8 sequence that `text` begins with, or 0.
size_t ValidSequence(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t length = SequenceLength(lead);
  if (length <= 1 || text.size() < length) return length == 1 ? 1 : 0;
  uint32_t code = lead & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return 0;
    code = code << 6U | (byte & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return code < kSmallest[length] || code > 0x10FFFF || surrogate ? 0 : length;
}

void AppendAscii(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    absl::StrAppendFormat(&out, "\\u%04x", c);
  } else {
    out += c;
  }
}

}  // namespace

void AppendJsonString(std::string& out, absl::string_view text) {
  out += '"';
  while (!text.empty()) {
    const size_t length = ValidSequence(text);
    if (length == 1) {
      AppendAscii(out, text.front());
    } else if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

}  // namespace vigil
