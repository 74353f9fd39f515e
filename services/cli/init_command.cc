#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/output.h"
#include "services/cli/session.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/credentials.h"
#include "services/launcher/data_directory.h"

namespace vigil::cli {
namespace {

absl::Status Init(Session& session) {
  const launcher::DataDirectory directory(session.options.data);
  VIGIL_RETURN_IF_ERROR(launcher::DataDirectory(directory).Create());
  VIGIL_RETURN_IF_ERROR(launcher::MakeCredentials(directory));
  Output::Say(absl::StrCat("keys are in ", directory.root(), ", tokens in ",
                           directory.tokens()));
  return absl::OkStatus();
}

}  // namespace

void AddInitCommand(CLI::App& app, Session& session) {
  CLI::App* const init = app.add_subcommand(
      "init",
      "Makes keys and tokens, as far as they are missing, where services are "
      "started by something else than 'vigil up'");
  init->callback(
      [&session] { session.Do([&session] { return Init(session); }); });
}

}  // namespace vigil::cli
