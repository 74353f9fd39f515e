#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "vigil/identity/v1/principals.pb.h"

namespace vigil::identity {

using v1::Role;

// Somebody who may call, as established from a token.
struct Principal {
  std::string name;  // E.g. `partners/demo`.
  Role role = v1::ROLE_UNSPECIFIED;

  bool operator==(const Principal&) const = default;
};

// A set of roles.
class Roles {
 public:
  constexpr Roles() = default;
  template <typename... Rs>
  constexpr explicit Roles(Rs... roles) : bits_((... | (1U << roles))) {}

  constexpr bool Contains(Role role) const {
    return role > 0 && role < 32 && (bits_ >> role & 1U) != 0;
  }

  constexpr bool empty() const { return bits_ == 0; }

 private:
  unsigned bits_ = 0;
};

// Everybody who may read what is not a partner's own.
inline constexpr Roles kReaders{v1::ROLE_PARTNER, v1::ROLE_ANALYST,
                                v1::ROLE_EDITOR, v1::ROLE_SERVICE,
                                v1::ROLE_OPERATOR};
// Those who write records.
inline constexpr Roles kEditors{v1::ROLE_EDITOR};
inline constexpr Roles kImporters{v1::ROLE_EDITOR, v1::ROLE_OPERATOR};
inline constexpr Roles kPartners{v1::ROLE_PARTNER};
inline constexpr Roles kServices{v1::ROLE_SERVICE};

}  // namespace vigil::identity
