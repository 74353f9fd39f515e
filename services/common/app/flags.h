#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil::app {

// The flags of a program: its own, and those that every service has. What a
// variable holds when its flag is added is the default, and is shown in --help.
// Variables must live until `Parse` has returned.
class Flags {
 public:
  // `name` is the program's, `summary` a sentence or two on what it does.
  Flags(const std::string& name, const std::string& summary);
  ~Flags();

  Flags(const Flags&) = delete;
  Flags& operator=(const Flags&) = delete;

  // `flag` is `--listen`; `help` a sentence. Durations are written as `10s`,
  // `1h30m`; times as `2026-11-23T00:00:00Z`; lists with commas. A number must
  // be within `[least, most]`.
  void Add(const std::string& flag, std::string* value,
           const std::string& help);
  void Add(const std::string& flag, bool* value, const std::string& help);
  void Add(const std::string& flag, int* value, int least, int most,
           const std::string& help);
  void Add(const std::string& flag, double* value, double least, double most,
           const std::string& help);
  void Add(const std::string& flag, absl::Duration* value, absl::Duration least,
           absl::Duration most, const std::string& help);
  void Add(const std::string& flag, std::optional<absl::Time>* value,
           const std::string& help);
  void Add(const std::string& flag, std::vector<int>* value, int least,
           int most, const std::string& help);

  // Those that follow are listed under this title.
  void Group(const std::string& title);

  // Reads the command line. Returns nothing if the program is to go on, else
  // its exit code: 0 after --help and --version, 2 for a mistake, which is told
  // in one line.
  std::optional<int> Parse(int argc, const char* const* argv);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace vigil::app
