#pragma once

#include <google/protobuf/message.h>

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace vigil::api {

// Returns 16 bytes that depend on the type of `message` and on all of its
// fields but those named in `except`; the same in every process and build.
std::string DigestOf(const google::protobuf::Message& message,
                     std::initializer_list<absl::string_view> except);

}  // namespace vigil::api
