#include "services/common/base/random.h"

#include <sodium.h>

#include <cstdlib>

namespace vigil {
namespace {

// Before the first use; any number of threads may. Without randomness there is
// nothing that could go on safely.
void RequireSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

}  // namespace

std::string RandomBytes(size_t size) {
  RequireSodium();
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string RandomId() { return RandomBytes(16); }

uint32_t RandomBelow(uint32_t bound) {
  RequireSodium();
  return randombytes_uniform(bound);
}

}  // namespace vigil
