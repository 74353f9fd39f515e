#include "services/cli/record_text.h"

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/words.h"
#include "vigil/type/v1/source.pb.h"

namespace vigil::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string SourceText(const type::v1::Source& source) {
  std::string text = source.citation();
  if (!source.uri().empty()) absl::StrAppend(&text, " ", source.uri());
  const std::string confidence =
      WordOf(*type::v1::Confidence_descriptor(), source.confidence());
  return confidence.empty() ? text : absl::StrCat(text, " (", confidence, ")");
}

// A value that is no message; `index` is -1 unless it is one of many.
std::string ScalarText(const Message& record, const FieldDescriptor& field,
                       int index) {
  const auto& reflection = *record.GetReflection();
  const bool many = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordOf(*field.enum_type(),
                    many
                        ? reflection.GetRepeatedEnumValue(record, &field, index)
                        : reflection.GetEnumValue(record, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.GetRepeatedString(record, &field, index)
                  : reflection.GetString(record, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(
          many ? reflection.GetRepeatedInt32(record, &field, index)
               : reflection.GetInt32(record, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(
          many ? reflection.GetRepeatedInt64(record, &field, index)
               : reflection.GetInt64(record, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(record, &field) ? "yes" : "no";
    default:
      return "";
  }
}

void AddFields(const Message& record, const std::string& prefix, Table& table) {
  const auto& reflection = *record.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(record, &fields);
  for (const FieldDescriptor* const field : fields) {
    const std::string name = absl::StrCat(prefix, field->name());
    const auto add = [&](std::string value) {
      table.Add({{name, Tone::kFaint}, std::move(value)});
    };
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      std::vector<std::string> values;
      const int size =
          field->is_repeated() ? reflection.FieldSize(record, field) : 1;
      for (int i = 0; i < size; ++i) {
        values.push_back(
            ScalarText(record, *field, field->is_repeated() ? i : -1));
      }
      add(absl::StrJoin(values, ", "));
      continue;
    }
    if (field->is_repeated()) continue;
    const Message& part = reflection.GetMessage(record, field);
    const std::string& type = field->message_type()->full_name();
    if (type == "vigil.type.v1.Date") {
      add(DateText(static_cast<const type::v1::Date&>(part)));
    } else if (type == "google.protobuf.Timestamp") {
      add(TimeText(static_cast<const google::protobuf::Timestamp&>(part)));
    } else if (type == "vigil.type.v1.Source") {
      add(SourceText(static_cast<const type::v1::Source&>(part)));
    } else {
      AddFields(part, absl::StrCat(name, "."), table);
    }
  }
}

}  // namespace

Table RecordTable(const Message& record) {
  Table table({{"FIELD"}, {"VALUE"}});
  AddFields(record, "", table);
  return table;
}

}  // namespace vigil::cli
