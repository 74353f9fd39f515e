#include "services/cli/completion.h"

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/session.h"

namespace vigil::cli {
namespace {

constexpr absl::string_view kBash = R"sh(_vigil() {
  local IFS=$'\n'
  COMPREPLY=($(vigil __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _vigil vigil
)sh";

constexpr absl::string_view kZsh = R"sh(#compdef vigil
_vigil() {
  local -a found
  found=(${(f)"$(vigil __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( $#found )); then compadd -a found; else _files; fi
}
compdef _vigil vigil
)sh";

constexpr absl::string_view kFish = R"sh(function __vigil_complete
  set -l words (commandline -opc) (commandline -ct)
  vigil __complete $words[2..-1] 2>/dev/null
end
complete -c vigil -a '(__vigil_complete)'
)sh";

// The subcommand of that name, also in groups; null if there is none.
const CLI::App* Subcommand(const CLI::App& app, const std::string& name) {
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    if (command->get_name() == name) return command;
  }
  return nullptr;
}

void AddOptions(const CLI::App& app, std::vector<std::string>& found) {
  for (const CLI::Option* const option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      found.push_back("--" + name);
    }
  }
}

struct Flags {
  std::string shell;
};

}  // namespace

std::vector<std::string> Completions(const CLI::App& app,
                                     const std::vector<std::string>& words) {
  const std::string current = words.empty() ? "" : words.back();
  std::vector<const CLI::App*> path = {&app};
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const CLI::App* const next = Subcommand(*path.back(), words[i]);
    if (next != nullptr) path.push_back(next);
  }
  std::vector<std::string> found;
  if (absl::StartsWith(current, "-")) {
    for (const CLI::App* const part : path) AddOptions(*part, found);
  } else {
    for (const CLI::App* const command :
         path.back()->get_subcommands(nullptr)) {
      if (!command->get_group().empty()) found.push_back(command->get_name());
    }
  }
  std::vector<std::string> fitting;
  for (const std::string& word : found) {
    if (absl::StartsWith(word, current)) fitting.push_back(word);
  }
  return fitting;
}

std::string CompletionScript(absl::string_view shell) {
  if (shell == "bash") return std::string(kBash);
  if (shell == "zsh") return std::string(kZsh);
  if (shell == "fish") return std::string(kFish);
  return "";
}

void AddCompletionCommand(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* const completion = app.add_subcommand(
      "completion", "Prints what makes a shell complete commands");
  completion->add_option("shell", flags->shell, "bash, zsh or fish")
      ->required();
  completion->footer(
      "Example: vigil completion bash > "
      "/etc/bash_completion.d/vigil");
  completion->callback([&session, flags] {
    session.Do([flags] {
      const std::string script = CompletionScript(flags->shell);
      if (script.empty()) return UsageError("write bash, zsh or fish");
      Output::PrintText(script);
      return absl::OkStatus();
    });
  });
}

}  // namespace vigil::cli
