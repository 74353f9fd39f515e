#include "services/common/base/hash.h"

#include <sodium.h>

#include <cstdlib>

namespace vigil {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string Blake2b(absl::string_view text, size_t size) {
  return KeyedBlake2b("", text, size);
}

std::string KeyedBlake2b(absl::string_view key, absl::string_view text,
                         size_t size) {
  std::string hash(size, '\0');
  const int failed = crypto_generichash(
      reinterpret_cast<unsigned char*>(hash.data()), hash.size(), Bytes(text),
      text.size(), key.empty() ? nullptr : Bytes(key), key.size());
  // Only a size or key length out of bounds: a bug, never input.
  if (failed != 0) std::abort();
  return hash;
}

}  // namespace vigil
