#include "services/membership/records.h"

namespace vigil::membership {

absl::string_view ParentOf(absl::string_view name) {
  const size_t id = name.rfind('/');
  if (id == absl::string_view::npos || id == 0) return "";
  const size_t collection = name.rfind('/', id - 1);
  return collection == absl::string_view::npos ? ""
                                               : name.substr(0, collection);
}

absl::string_view IdOf(absl::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

}  // namespace vigil::membership
