#include "services/common/api/field_mask.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/api/errors.h"
#include "services/common/api/text.h"
#include "services/common/base/status_macros.h"

namespace vigil::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;
using Names = absl::Span<const absl::string_view>;

bool IsSet(const Message& message, const FieldDescriptor& field) {
  return field.is_repeated()
             ? message.GetReflection()->FieldSize(message, &field) > 0
             : message.GetReflection()->HasField(message, &field);
}

// FieldMaskUtil overlooks empty steps, as in `line.` and `source..uri`.
bool HasEmptyStep(const std::string& path) {
  return absl::StrContains(absl::StrCat(".", path, "."), "..");
}

absl::Status CheckPath(const std::string& path, Names allowed,
                       const Descriptor& type) {
  if (path == "*") {
    return FieldMaskInvalidError("* stands for every field: use it alone");
  }
  if (HasEmptyStep(path) ||
      !FieldMaskUtil::GetFieldDescriptors(&type, path, nullptr)) {
    return FieldMaskInvalidError(
        absl::StrCat(Shown(path), " is no field of ", type.name()));
  }
  const std::string top = path.substr(0, path.find('.'));
  if (std::find(allowed.begin(), allowed.end(), top) != allowed.end()) {
    return absl::OkStatus();
  }
  return FieldMaskInvalidError(absl::StrCat(
      path, " cannot be updated; only ", absl::StrJoin(allowed, ", "), " can"));
}

absl::Status CheckMask(const FieldMask& mask, Names allowed,
                       const Descriptor& type) {
  if (mask.paths_size() > kMaxFieldMaskPaths) {
    return FieldMaskInvalidError(
        absl::StrCat("has ", mask.paths_size(), " paths; at most ",
                     kMaxFieldMaskPaths, " are allowed"));
  }
  for (const std::string& path : mask.paths()) {
    VIGIL_RETURN_IF_ERROR(CheckPath(path, allowed, type));
  }
  return absl::OkStatus();
}

// The mask that an empty one, or `*`, stands for.
FieldMask Implied(bool all, Names allowed, const Message& update) {
  FieldMask mask;
  for (const absl::string_view name : allowed) {
    const FieldDescriptor* field =
        update.GetDescriptor()->FindFieldByName(std::string(name));
    if (all || IsSet(update, *field)) mask.add_paths(std::string(name));
  }
  return mask;
}

}  // namespace

absl::Status ApplyUpdate(const FieldMask& mask, Names allowed,
                         const Message& update, Message& resource) {
  const bool is_all = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (!is_all) {
    VIGIL_RETURN_IF_ERROR(CheckMask(mask, allowed, *resource.GetDescriptor()));
  }
  const FieldMask fields =
      is_all || mask.paths().empty() ? Implied(is_all, allowed, update) : mask;
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(update, fields, options, &resource);
  return absl::OkStatus();
}

}  // namespace vigil::api
