#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace vigil::api {

inline constexpr int kMaxFieldMaskPaths = 100;

// Updates `resource` with the fields of `update` that `mask`, the `update_mask`
// of a request, names (AIP-134). `allowed` are the fields that may be updated;
// a path may also lead further down, e.g. `source.uri`.
//
// - A field that is named and not set in `update` is cleared. A message or a
//   list that is named is replaced.
// - An empty mask names the allowed fields that are set in `update`.
// - `*`, alone, names all allowed fields.
//
// `INVALID_ARGUMENT`, reason `FIELD_MASK_INVALID`, names the path: no such
// field, not one that may be updated, or more than 100 paths; `resource` is as
// it was.
absl::Status ApplyUpdate(const google::protobuf::FieldMask& mask,
                         absl::Span<const absl::string_view> allowed,
                         const google::protobuf::Message& update,
                         google::protobuf::Message& resource);

}  // namespace vigil::api
