#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/cli/table.h"

namespace vigil::cli {

enum class Format { kTable, kJson, kCsv };

// `CANCELLED`, reason OUTPUT_CLOSED: nobody reads standard output any more, as
// after `| head`. The program ends with 1 then, and says nothing.
inline constexpr absl::string_view kOutputClosed = "OUTPUT_CLOSED";
absl::Status OutputClosedError();

// What a command answers, on standard output. What it has to say besides goes
// to standard error, so that another program can read the answer.
class Output {
 public:
  // Looks at standard output: colours only on a terminal, and not where
  // `NO_COLOR` is set or `TERM` is `dumb`.
  Output();

  void set_format(Format format) { format_ = format; }
  void set_colour(bool colour) { style_.colour = colour; }
  Format format() const { return format_; }
  bool colour() const { return style_.colour; }

  // Prints a list: `message`, which holds it, as one JSON document, or the
  // table.
  void Print(const google::protobuf::Message& message,
             const Table& table) const;

  // Prints one record: JSON, or its fields, a line each, by the names that they
  // have in the proto.
  void PrintRecord(const google::protobuf::Message& record) const;

  // Prints a table that no message stands behind.
  void PrintTable(const Table& table) const;

  // Prints a message as one line of JSON.
  static void PrintLine(const google::protobuf::Message& message);

  // Prints text for people.
  static void PrintText(absl::string_view text);

  // OK, or why something that was printed is lost: OUTPUT_CLOSED, or
  // `FAILED_PRECONDITION`, reason OUTPUT_UNWRITABLE. Nothing is printed any
  // more then.
  static absl::Status Printed();

  // Says something besides, on standard error, and ends the line.
  static void Say(absl::string_view line);

 private:
  Format format_ = Format::kTable;
  TableStyle style_;
};

// JSON by protobuf's own mapping; field names as in other languages.
std::string ToJson(const google::protobuf::Message& message, bool pretty);

}  // namespace vigil::cli
