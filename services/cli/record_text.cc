#include "services/cli/record_text.h"

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

// All values of a field that is no message, with commas.
std::string ValuesText(const Message& record, const FieldDescriptor& field) {
  if (!field.is_repeated()) return ScalarText(record, field, -1);
  std::string text;
  const int size = record.GetReflection()->FieldSize(record, &field);
  for (int i = 0; i < size; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", ScalarText(record, field, i));
  }
  return text;
}

// A message that people read as one value; nothing for others.
std::optional<std::string> WholeText(const Message& part) {
  const std::string& type = part.GetDescriptor()->full_name();
  if (type == "vigil.type.v1.Date") {
    return DateText(static_cast<const type::v1::Date&>(part));
  }
  if (type == "google.protobuf.Timestamp") {
    return TimeText(static_cast<const google::protobuf::Timestamp&>(part));
  }
  if (type == "vigil.type.v1.Source") {
    return SourceText(static_cast<const type::v1::Source&>(part));
  }
  return std::nullopt;
}

std::vector<const FieldDescriptor*> FieldsOf(const Message& record) {
  std::vector<const FieldDescriptor*> fields;
  record.GetReflection()->ListFields(record, &fields);
  return fields;
}

// Adds what is no message of further fields. Returns those that are.
std::vector<const FieldDescriptor*> AddValues(const Message& record,
                                              const std::string& prefix,
                                              Table& table) {
  std::vector<const FieldDescriptor*> parts;
  for (const FieldDescriptor* const field : FieldsOf(record)) {
    const Cell name(absl::StrCat(prefix, field->name()), Tone::kFaint);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      table.Add({name, ValuesText(record, *field)});
      continue;
    }
    if (field->is_repeated()) continue;
    const std::optional<std::string> text =
        WholeText(record.GetReflection()->GetMessage(record, field));
    if (text.has_value()) {
      table.Add({name, *text});
    } else {
      parts.push_back(field);
    }
  }
  return parts;
}

}  // namespace

Table RecordTable(const Message& record) {
  Table table({{"FIELD"}, {"VALUE"}});
  for (const FieldDescriptor* const part : AddValues(record, "", table)) {
    AddValues(record.GetReflection()->GetMessage(record, part),
              absl::StrCat(part->name(), "."), table);
  }
  return table;
}

}  // namespace vigil::cli
