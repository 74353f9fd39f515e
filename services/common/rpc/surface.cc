#include "services/common/rpc/surface.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::rpc {
namespace {

using google::protobuf::MethodDescriptor;

absl::Status TableError(absl::string_view name, absl::string_view problem) {
  return Error(absl::StatusCode::kInternal, "METHOD_TABLE_INVALID",
               absl::StrCat(name, " ", problem));
}

int CountHandlers(const Method& method) {
  return static_cast<int>(method.unary != nullptr) +
         static_cast<int>(method.deferred != nullptr) +
         static_cast<int>(method.server_stream != nullptr) +
         static_cast<int>(method.client_stream != nullptr);
}

absl::Status CheckRow(const Method& method) {
  const MethodDescriptor& descriptor = *method.descriptor;
  const std::string& name = descriptor.full_name();
  if (CountHandlers(method) != 1) return TableError(name, "has no handler");
  if (descriptor.server_streaming() != (method.server_stream != nullptr) ||
      descriptor.client_streaming() != (method.client_stream != nullptr)) {
    return TableError(name, "streams otherwise than its handler");
  }
  if (method.request->GetDescriptor() != descriptor.input_type() ||
      method.response->GetDescriptor() != descriptor.output_type()) {
    return TableError(name, "has other types than its handler");
  }
  if (!method.is_public && method.roles.empty()) {
    return TableError(name, "may be called by nobody");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Surface::Check() const {
  std::set<const MethodDescriptor*> rows;
  for (const Method& method : methods_) {
    if (method.descriptor == nullptr) {
      return TableError(service_->full_name(), "lacks a method of the table");
    }
    if (!rows.insert(method.descriptor).second) {
      return TableError(method.descriptor->full_name(),
                        "is in the table twice");
    }
    VIGIL_RETURN_IF_ERROR(CheckRow(method));
  }
  for (int i = 0; i < service_->method_count(); ++i) {
    if (rows.count(service_->method(i)) == 0) {
      return TableError(service_->method(i)->full_name(),
                        "is not in the table of methods and roles");
    }
  }
  return absl::OkStatus();
}

}  // namespace vigil::rpc
