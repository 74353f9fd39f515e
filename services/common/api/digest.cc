#include "services/common/api/digest.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>

#include "services/common/base/hash.h"

namespace vigil::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kDigestLength = 16;

// Maps in the order of their keys: equal messages have equal bytes.
std::string StableBytes(const Message& message) {
  std::string bytes = message.GetDescriptor()->full_name();
  bytes.push_back('\0');
  google::protobuf::io::StringOutputStream output(&bytes);
  google::protobuf::io::CodedOutputStream coded(&output);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

std::string DigestOf(const Message& message,
                     std::initializer_list<absl::string_view> except) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  const Descriptor& type = *message.GetDescriptor();
  for (const absl::string_view name : except) {
    const FieldDescriptor* field = type.FindFieldByName(std::string(name));
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  copy->ByteSizeLong();  // SerializeWithCachedSizes relies on it.
  return Blake2b(StableBytes(*copy), kDigestLength);
}

}  // namespace vigil::api
