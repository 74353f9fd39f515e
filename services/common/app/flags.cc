#include "services/common/app/flags.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace vigil::app {
namespace {

constexpr char kVersion[] = "vigil 0.1.0";
constexpr int kUsage = 2;

// `10s`, not `10s0ns`.
std::string Write(absl::Duration duration) {
  return absl::FormatDuration(duration);
}

std::string Range(absl::string_view least, absl::string_view most) {
  return absl::StrCat("must be from ", least, " to ", most);
}

}  // namespace

class Flags::Parser {
 public:
  Parser(const std::string& name, const std::string& summary)
      : app_(summary, name) {
    app_.set_version_flag("--version", kVersion);
    app_.get_formatter()->column_width(34);
    app_.option_defaults()->group(group_);
  }

  // Adds a flag that is read by `read`, which returns what is wrong, or "".
  CLI::Option* AddText(const std::string& flag, const std::string& help,
                       const char* type, const std::string& shown,
                       std::function<std::string(const std::string&)> read) {
    CLI::Option* option = app_.add_option_function<std::string>(
        flag,
        [flag, read = std::move(read)](const std::string& text) {
          const std::string problem = read(text);
          if (!problem.empty()) {
            throw CLI::ValidationError(flag, absl::StrCat(text, " ", problem));
          }
        },
        help);
    option->type_name(type)->group(group_);
    if (!shown.empty()) option->default_str(shown);
    return option;
  }

  CLI::App& app() { return app_; }
  const std::string& group() const { return group_; }
  void set_group(const std::string& group) { group_ = group; }

 private:
  std::string group_ = "Options";
  CLI::App app_;
};

Flags::Flags(const std::string& name, const std::string& summary)
    : parser_(std::make_unique<Parser>(name, summary)) {}

Flags::~Flags() = default;

void Flags::Group(const std::string& title) { parser_->set_group(title); }

void Flags::Add(const std::string& flag, std::string* value,
                const std::string& help) {
  parser_->AddText(flag, help, "TEXT", *value,
                   [value](const std::string& text) -> std::string {
                     *value = text;
                     return "";
                   });
}

void Flags::Add(const std::string& flag, bool* value, const std::string& help) {
  parser_->app().add_flag(flag, *value, help)->group(parser_->group());
}

void Flags::Add(const std::string& flag, int* value, int least, int most,
                const std::string& help) {
  parser_->app()
      .add_option(flag, *value, help)
      ->check(CLI::Range(least, most))
      ->type_name("NUMBER")
      ->capture_default_str()
      ->group(parser_->group());
}

void Flags::Add(const std::string& flag, double* value, double least,
                double most, const std::string& help) {
  parser_->app()
      .add_option(flag, *value, help)
      ->check(CLI::Range(least, most))
      ->type_name("NUMBER")
      ->capture_default_str()
      ->group(parser_->group());
}

void Flags::Add(const std::string& flag, std::vector<int>* value, int least,
                int most, const std::string& help) {
  parser_->app()
      .add_option(flag, *value, help)
      ->delimiter(',')
      ->check(CLI::Range(least, most))
      ->type_name("NUMBERS")
      ->capture_default_str()
      ->group(parser_->group());
}

void Flags::Add(const std::string& flag, absl::Duration* value,
                absl::Duration least, absl::Duration most,
                const std::string& help) {
  parser_->AddText(
      flag, help, "TIME", Write(*value),
      [value, least, most](const std::string& text) -> std::string {
        absl::Duration duration;
        if (!absl::ParseDuration(text, &duration)) {
          return "is not a span of time like 10s or 1h30m";
        }
        if (duration < least || duration > most) {
          return Range(Write(least), Write(most));
        }
        *value = duration;
        return "";
      });
}

void Flags::Add(const std::string& flag, std::optional<absl::Time>* value,
                const std::string& help) {
  parser_->AddText(
      flag, help, "TIME", "", [value](const std::string& text) -> std::string {
        absl::Time time;
        std::string error;
        if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
          return "is not a time like 2026-11-23T00:00:00Z";
        }
        *value = time;
        return "";
      });
}

std::optional<int> Flags::Parse(int argc, const char* const* argv) {
  CLI::App& app = parser_->app();
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return 0;
  } catch (const CLI::CallForVersion&) {
    std::cout << kVersion << "\n";
    return 0;
  } catch (const CLI::ParseError& error) {
    std::cerr << app.get_name() << ": " << error.what() << "; see --help\n";
    return kUsage;
  }
}

}  // namespace vigil::app
