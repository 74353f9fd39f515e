#include "tests/unit/common/api/dynamic_message.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace vigil::api {
namespace {

constexpr char kFields[] = R"(
  field { name: "parent" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
  field { name: "filter" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
  field { name: "page_size" number: 3 type: TYPE_INT32 label: LABEL_OPTIONAL }
  field { name: "page_token" number: 4 type: TYPE_STRING label: LABEL_OPTIONAL }
  field { name: "labels" number: 5 type: TYPE_MESSAGE label: LABEL_REPEATED
          type_name: "LabelsEntry" }
  field { name: "etag" number: 6 type: TYPE_STRING label: LABEL_OPTIONAL }
  nested_type {
    name: "LabelsEntry" options { map_entry: true }
    field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
  })";

}  // namespace

std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& type) {
  static google::protobuf::DescriptorPool pool;
  static google::protobuf::DynamicMessageFactory factory(&pool);
  const google::protobuf::Descriptor* descriptor =
      pool.FindMessageTypeByName(type);
  if (descriptor == nullptr) {
    google::protobuf::FileDescriptorProto file;
    file.set_name(type + ".proto");
    file.set_syntax("proto3");
    auto* message = file.add_message_type();
    EXPECT_TRUE(
        google::protobuf::TextFormat::ParseFromString(kFields, message));
    message->set_name(type);
    descriptor = pool.BuildFile(file)->message_type(0);
  }
  return std::unique_ptr<google::protobuf::Message>(
      factory.GetPrototype(descriptor)->New());
}

std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& type,
                                                      const std::string& text) {
  std::unique_ptr<google::protobuf::Message> message = NewMessage(type);
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(text, message.get()));
  return message;
}

}  // namespace vigil::api
