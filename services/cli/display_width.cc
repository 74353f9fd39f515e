#include "services/cli/display_width.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace vigil::cli {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// The blocks of combining marks, and what is invisible.
constexpr Range kNoWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
    {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};

// The blocks of wide letters and pictures.
constexpr Range kTwoWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

template <size_t size>
bool IsIn(const Range (&ranges)[size], uint32_t letter) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [letter](const Range& range) {
                       return letter >= range.first && letter <= range.last;
                     });
}

struct Letter {
  uint32_t code = 0;
  size_t size = 1;  // In bytes.
};

// Decodes the first letter of `text`, which is not empty.
Letter FirstOf(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size > text.size()) return {lead, 1};
  uint32_t code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80) return {lead, 1};
    code = code << 6U | (next & 0x3FU);
  }
  return {code, size};
}

size_t WidthOf(uint32_t letter) {
  if (letter < 0x300) return 1;
  if (IsIn(kNoWidth, letter)) return 0;
  return IsIn(kTwoWide, letter) ? 2 : 1;
}

// C0, DEL, C1: what a terminal may take for an order.
bool IsControl(const Letter& letter) {
  return letter.code < 0x20 || letter.code == 0x7F ||
         (letter.size == 2 && letter.code < 0xA0);
}

}  // namespace

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Letter letter = FirstOf(text);
    width += WidthOf(letter.code);
    text.remove_prefix(letter.size);
  }
  return width;
}

std::string Harmless(absl::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Letter letter = FirstOf(text);
    result += IsControl(letter) ? std::string(" ")
                                : std::string(text.substr(0, letter.size));
    text.remove_prefix(letter.size);
  }
  return result;
}

std::string Fitted(absl::string_view text, size_t width) {
  std::string whole = Harmless(text);
  if (DisplayWidth(whole) <= width) return whole;
  std::string result;
  size_t used = 1;  // For the dots.
  absl::string_view rest = whole;
  while (!rest.empty()) {
    const Letter letter = FirstOf(rest);
    used += WidthOf(letter.code);
    if (used > width) break;
    result.append(rest.data(), letter.size);
    rest.remove_prefix(letter.size);
  }
  return width == 0 ? "" : result + "…";
}

}  // namespace vigil::cli
