#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil {

// Logs are lines of JSON on standard error, one object each:
//
//   {"time":"2026-11-23T08:00:00.000000Z","level":"info",
//    "message":"caught up","revision":17}
//
// A line is written at once and whole. Nothing secret goes into a log: no
// token, no subscription, no filter. (Abseil 20220623 has no logging library.)

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// A key with its value. Only lives as long as the call.
class LogField {
 public:
  LogField(absl::string_view key, absl::string_view value)
      : key_(key), value_(value) {}
  LogField(absl::string_view key, const char* value)
      : key_(key), value_(absl::string_view(value)) {}
  LogField(absl::string_view key, const std::string& value)
      : key_(key), value_(absl::string_view(value)) {}
  LogField(absl::string_view key, bool value) : key_(key), value_(value) {}
  LogField(absl::string_view key, double value) : key_(key), value_(value) {}
  template <typename Integer,
            typename = std::enable_if_t<std::is_integral_v<Integer>>>
  LogField(absl::string_view key, Integer value)
      : key_(key), value_(static_cast<int64_t>(value)) {}

  absl::string_view key() const { return key_; }
  const std::variant<absl::string_view, int64_t, double, bool>& value() const {
    return value_;
  }

 private:
  absl::string_view key_;
  std::variant<absl::string_view, int64_t, double, bool> value_;
};

using LogFields = std::initializer_list<LogField>;

// Lines below this level are not written. The default is kInfo. Thread-safe.
void SetLogLevel(LogLevel level);

// Writes one line. Texts longer than 8 KiB are cut. Thread-safe.
void Log(LogLevel level, absl::string_view message, LogFields fields = {});

inline void LogDebug(absl::string_view message, LogFields fields = {}) {
  Log(LogLevel::kDebug, message, fields);
}
inline void LogInfo(absl::string_view message, LogFields fields = {}) {
  Log(LogLevel::kInfo, message, fields);
}
inline void LogWarning(absl::string_view message, LogFields fields = {}) {
  Log(LogLevel::kWarning, message, fields);
}
inline void LogError(absl::string_view message, LogFields fields = {}) {
  Log(LogLevel::kError, message, fields);
}

// The line that `Log` writes at `time`, with its line feed.
std::string LogLine(absl::Time time, LogLevel level, absl::string_view message,
                    LogFields fields);

}  // namespace vigil
