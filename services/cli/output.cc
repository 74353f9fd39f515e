#include "services/cli/output.h"

#include <google/protobuf/util/json_util.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/cli/record_text.h"

namespace vigil::cli {
namespace {

bool MayColour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr &&
         absl::string_view(terminal) != "dumb";
}

void Write(FILE* file, absl::string_view text) {
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
}

}  // namespace

Output::Output() {
  if (isatty(STDOUT_FILENO) == 0) return;
  style_.colour = MayColour();
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) style_.width = size.ws_col;
}

void Output::Print(const google::protobuf::Message& message,
                   const Table& table) const {
  switch (format_) {
    case Format::kJson:
      return Write(stdout, ToJson(message, /*pretty=*/true));
    case Format::kCsv:
      return Write(stdout, table.ToCsv());
    case Format::kTable:
      if (table.empty()) return Say("nothing found");
      return Write(stdout, table.ToText(style_));
  }
}

void Output::PrintRecord(const google::protobuf::Message& record) const {
  if (format_ == Format::kJson) return Write(stdout, ToJson(record, true));
  const Table table = RecordTable(record);
  Write(stdout, format_ == Format::kCsv ? table.ToCsv() : table.ToText(style_));
}

void Output::PrintTable(const Table& table) const {
  switch (format_) {
    case Format::kJson:
      return Write(stdout, table.ToJson());
    case Format::kCsv:
      return Write(stdout, table.ToCsv());
    case Format::kTable:
      return Write(stdout, table.ToText(style_));
  }
}

void Output::PrintLine(const google::protobuf::Message& message) {
  Write(stdout, absl::StrCat(ToJson(message, /*pretty=*/false), "\n"));
}

void Output::PrintText(absl::string_view text) { Write(stdout, text); }

void Output::Say(absl::string_view line) {
  Write(stderr, absl::StrCat(line, "\n"));
}

std::string ToJson(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace vigil::cli
