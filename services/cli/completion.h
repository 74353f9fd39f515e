#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace CLI {
class App;
}  // namespace CLI

namespace vigil::cli {

// What may come next on a command line: `words` are those after the program's
// name, the last the one that is being written, perhaps empty. Commands, and
// options where it begins with `-`.
std::vector<std::string> Completions(const CLI::App& app,
                                     const std::vector<std::string>& words);

// The script that a shell reads, `bash`, `zsh` or `fish`; empty for others.
std::string CompletionScript(absl::string_view shell);

}  // namespace vigil::cli
