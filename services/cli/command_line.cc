#include "services/cli/command_line.h"

#include <google/protobuf/stubs/logging.h>

#include <iostream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/completion.h"
#include "services/cli/display_width.h"
#include "services/cli/error_text.h"
#include "services/cli/span.h"
#include "services/common/api/text.h"
#include "services/common/base/error.h"

namespace vigil::cli {
namespace {

constexpr char kVersion[] = "vigil 0.1.0";
constexpr int kUsage = 2;

Format FormatOf(const std::string& name) {
  if (name == "json") return Format::kJson;
  return name == "csv" ? Format::kCsv : Format::kTable;
}

void AddGlobalOptions(CLI::App& app, Session& session) {
  GlobalOptions& options = session.options;
  app.add_option("--data", options.data,
                 "Where Vigil keeps its sockets and tokens")
      ->envname("VIGIL_DATA")
      ->capture_default_str();
  app.add_option("--address", options.addresses,
                 "Where a service is, SERVICE=ADDRESS, or all are, ADDRESS: "
                 "unix:/path or host:port")
      ->allow_extra_args(false)
      ->type_name("ADDRESS");
  app.add_option("--token-file", options.token_file,
                 "The token to call with, rather than one in --data")
      ->envname("VIGIL_TOKEN_FILE");
  app.add_option("--as", options.role,
                 "Whose token in --data to call with: analyst, editor, "
                 "operator or partner")
      ->check(CLI::IsMember({"analyst", "editor", "operator", "partner"}))
      ->type_name("ROLE");
  app.add_option("--partner", options.partner,
                 "The partner whose subscriptions and feeds are meant")
      // Of the environment; all arguments are checked before.
      ->check([](const std::string& name) {
        return api::IsUtf8(name) ? "" : "is not valid UTF-8";
      })
      ->envname("VIGIL_PARTNER")
      ->capture_default_str();
  app.add_option_function<std::string>(
         "--timeout",
         [&options](const std::string& text) {
           const absl::StatusOr<absl::Duration> span = ParseSpan(text);
           if (!span.ok()) {
             throw CLI::ValidationError("--timeout",
                                        std::string(span.status().message()));
           }
           options.timeout = *span;
         },
         "How long a call may take")
      ->default_str("10s");
  app.add_option_function<std::string>(
         "-o,--output",
         [&session](const std::string& name) {
           session.output.set_format(FormatOf(name));
         },
         "How to answer: table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->type_name("FORMAT")
      ->default_str("table");
  app.add_flag_callback(
      "--no-color,--no-colour",
      [&session] { session.output.set_colour(false); },
      "No colours, even on a terminal");
}

// Answers what the script of a shell asks; it is no command for people, and
// what follows is not to be parsed.
void Complete(const CLI::App& app, const std::vector<std::string>& words) {
  for (const std::string& word : Completions(app, words)) {
    Output::PrintText(absl::StrCat(word, "\n"));
  }
}

// Prints the help or the version that the command line asks for.
void Show(const CLI::App& app, const CLI::Success& wanted) {
  std::ostringstream text;
  app.exit(wanted, text, std::cerr);
  Output::PrintText(text.str());
}

// Says what has failed, unless nobody is there any more to read the answer;
// returns the exit code.
int End(absl::Status status) {
  status.Update(Output::Printed());
  if (!status.ok() && ReasonOf(status) != kOutputClosed) {
    Output::Say(absl::StrCat("vigil: ", ErrorText(status)));
  }
  return ExitCodeOf(status);
}

// What is the matter with an argument of bytes that no request can carry, which
// is named by its place alone: a terminal might obey them. Empty if all is
// well.
std::string EncodingProblem(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const absl::string_view word = argv[i];
    if (api::IsUtf8(word)) continue;
    const absl::string_view before = i > 1 ? argv[i - 1] : "";
    const absl::string_view option = word.substr(0, word.find('='));
    const std::string place =
        absl::StartsWith(word, "--") && api::IsUtf8(option)
            ? absl::StrCat(", ", Harmless(option), ",")
        : absl::StartsWith(before, "-")
            ? absl::StrCat(", after ", Harmless(before), ",")
            : "";
    return absl::StrCat("argument ", i, place, " is not valid UTF-8");
  }
  return "";
}

// What is wrong with the command line, and whose --help to see.
std::string Problem(const CLI::App& app, const CLI::ParseError& error, int argc,
                    const char* const* argv) {
  const CLI::App* deepest = &app;
  std::string path = "vigil";
  while (!deepest->get_subcommands().empty()) {
    deepest = deepest->get_subcommands().front();
    absl::StrAppend(&path, " ", deepest->get_name());
  }
  const std::string help = absl::StrCat("; see '", path, " --help'");
  if (error.get_name() != "RequiredError" ||
      deepest->get_subcommands([](const CLI::App*) { return true; }).empty()) {
    return absl::StrCat(error.what(), help);
  }
  const absl::string_view last = argc > 1 ? argv[argc - 1] : "";
  if (last.empty() || last == deepest->get_name()) {
    return absl::StrCat("a command is missing after '", path, "'", help);
  }
  return absl::StrCat("there is no such command", help);
}

}  // namespace

std::unique_ptr<CLI::App> MakeCommandLine(Session& session) {
  auto app = std::make_unique<CLI::App>(
      "Watches the human-rights bodies of the United Nations: who sits, who "
      "runs,\nwhich mandates are up for renewal.",
      "vigil");
  app->set_version_flag("--version", kVersion);
  app->require_subcommand(1);
  app->fallthrough();
  app->get_formatter()->column_width(28);
  app->footer(
      "Examples:\n"
      "  vigil up --reference deploy/data       runs everything here\n"
      "  vigil member list --as-of 2023-06-01\n"
      "  vigil mandate upcoming --within 180d\n"
      "  vigil candidacy announce china --election election-2027\n"
      "  vigil alerts follow -o json\n"
      "Each command has a --help of its own.");
  AddGlobalOptions(*app, session);
  AddMembershipCommands(*app, session);
  AddCandidacyCommands(*app, session);
  AddMandateCommands(*app, session);
  AddSubscriptionCommands(*app, session);
  AddAlertCommands(*app, session);
  AddImportCommand(*app, session);
  AddStatusCommand(*app, session);
  AddPrincipalCommands(*app, session);
  AddInitCommand(*app, session);
  AddUpCommand(*app, session);
  AddDemoCommand(*app, session);
  AddCompletionCommand(*app, session);
  return app;
}

int RunCommandLine(int argc, const char* const* argv) {
  // It would write to standard error what is none of the answer.
  google::protobuf::SetLogHandler(nullptr);
  Session session;
  const std::unique_ptr<CLI::App> app = MakeCommandLine(session);
  if (argc > 1 && absl::string_view(argv[1]) == "__complete") {
    Complete(*app, {argv + 2, argv + argc});
    return End(absl::OkStatus());
  }
  const std::string problem = EncodingProblem(argc, argv);
  if (!problem.empty()) return End(UsageError(problem));
  try {
    app->parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    Show(*app, wanted);
    return End(absl::OkStatus());
  } catch (const CLI::ParseError& error) {
    Output::Say(absl::StrCat("vigil: ", Problem(*app, error, argc, argv)));
    return kUsage;
  }
  return End(session.Run());
}

}  // namespace vigil::cli
