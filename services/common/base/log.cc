#include "services/common/base/log.h"

#include <unistd.h>

#include <atomic>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/json_text.h"

namespace vigil {
namespace {

constexpr size_t kMaxText = 8192;

std::atomic<LogLevel> lowest_level = LogLevel::kInfo;

absl::string_view NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      break;
  }
  return "error";
}

struct AppendValue {
  std::string& out;

  void operator()(absl::string_view text) const {
    AppendJsonString(out, text.substr(0, kMaxText));
  }
  void operator()(int64_t number) const { absl::StrAppend(&out, number); }
  void operator()(double number) const {
    // JSON has no word for the others.
    if (std::isfinite(number)) {
      absl::StrAppend(&out, number);
    } else {
      out += "null";
    }
  }
  void operator()(bool value) const { out += value ? "true" : "false"; }
};

}  // namespace

void SetLogLevel(LogLevel level) { lowest_level = level; }

void Log(LogLevel level, absl::string_view message, LogFields fields) {
  if (level < lowest_level.load(std::memory_order_relaxed)) return;
  const std::string line = LogLine(absl::Now(), level, message, fields);
  // One write, so that lines of several threads and processes do not mix. If
  // nobody can read it there is nobody to tell.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, line.data(), line.size());
}

std::string LogLine(absl::Time time, LogLevel level, absl::string_view message,
                    LogFields fields) {
  std::string line = absl::StrCat(
      R"({"time":")",
      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone()),
      R"(","level":")", NameOf(level), R"(","message":)");
  AppendValue{line}(message);
  for (const LogField& field : fields) {
    line += ',';
    AppendJsonString(line, field.key());
    line += ':';
    std::visit(AppendValue{line}, field.value());
  }
  line += "}\n";
  return line;
}

}  // namespace vigil
