#include "services/cli/output.h"

#include <google/protobuf/util/json_util.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/cli/record_text.h"
#include "services/common/base/error.h"

namespace vigil::cli {
namespace {

bool MayColour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr &&
         absl::string_view(terminal) != "dumb";
}

// The errno with which standard output has failed first; there is one of it in
// a process.
int output_error = 0;

bool Write(FILE* file, absl::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() &&
         std::fflush(file) == 0;
}

void Answer(absl::string_view text) {
  if (output_error == 0 && !Write(stdout, text)) output_error = errno;
}

}  // namespace

absl::Status OutputClosedError() {
  return Error(absl::StatusCode::kCancelled, kOutputClosed,
               "nobody reads standard output any more");
}

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
      return Answer(ToJson(message, /*pretty=*/true));
    case Format::kCsv:
      return Answer(table.ToCsv());
    case Format::kTable:
      if (table.empty()) return Say("nothing found");
      return Answer(table.ToText(style_));
  }
}

void Output::PrintRecord(const google::protobuf::Message& record) const {
  if (format_ == Format::kJson) return Answer(ToJson(record, true));
  const Table table = RecordTable(record);
  Answer(format_ == Format::kCsv ? table.ToCsv() : table.ToText(style_));
}

void Output::PrintTable(const Table& table) const {
  switch (format_) {
    case Format::kJson:
      return Answer(table.ToJson());
    case Format::kCsv:
      return Answer(table.ToCsv());
    case Format::kTable:
      return Answer(table.ToText(style_));
  }
}

void Output::PrintLine(const google::protobuf::Message& message) {
  Answer(absl::StrCat(ToJson(message, /*pretty=*/false), "\n"));
}

void Output::PrintText(absl::string_view text) { Answer(text); }

absl::Status Output::Printed() {
  if (output_error == 0) return absl::OkStatus();
  if (output_error == EPIPE) return OutputClosedError();
  return Error(absl::StatusCode::kFailedPrecondition, "OUTPUT_UNWRITABLE",
               absl::StrCat("standard output cannot be written: ",
                            std::strerror(output_error),
                            "; the answer is not complete"));
}

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
