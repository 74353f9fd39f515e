#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil::api {

// Returns the etag of `resource`, which depends on each of its fields but its
// field `etag`: `W/"…"`, weak since equal messages may differ in their bytes.
std::string EtagOf(const google::protobuf::Message& resource);

// `ABORTED`, reason `ETAG_MISMATCH`, naming the resource, unless `given`, which
// came with a request, is empty or is `current`.
absl::Status CheckEtag(absl::string_view name, absl::string_view given,
                       absl::string_view current);

}  // namespace vigil::api
