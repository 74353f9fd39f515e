#include "services/common/redis/function_library.h"

#include <cstddef>

#include "services/common/base/status_macros.h"

namespace vigil::redis {
namespace {

// FUNCTION LIST answers with maps, flattened: name, value, name, value …
ReplyView ValueOf(ReplyView map, absl::string_view key) {
  for (size_t i = 0; i + 1 < map.size(); i += 2) {
    if (map[i].text() == key) return map[i + 1];
  }
  return ReplyView(nullptr);
}

}  // namespace

absl::Status LoadLibrary(Connection& connection, absl::string_view name,
                         absl::string_view code) {
  VIGIL_ASSIGN_OR_RETURN(
      const Reply found,
      connection.Run({"FUNCTION", "LIST", "LIBRARYNAME", name, "WITHCODE"}));
  if (ValueOf(found[0], "library_code").text() == code) {
    return absl::OkStatus();
  }
  return connection.Run({"FUNCTION", "LOAD", "REPLACE", code}).status();
}

}  // namespace vigil::redis
