#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace vigil {

// Returns `size` random bytes, fit for keys and tokens. Thread-safe.
std::string RandomBytes(size_t size);

// Returns 16 random bytes: an id that nobody else will ever make.
std::string RandomId();

// Returns a random number from `[0, bound)`; 0 for a bound of 0 or 1.
uint32_t RandomBelow(uint32_t bound);

}  // namespace vigil
