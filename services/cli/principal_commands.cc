#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/session.h"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"
#include "services/common/identity/files.h"
#include "services/launcher/data_directory.h"
#include "services/launcher/errors.h"
#include "services/launcher/notify_socket.h"
#include "services/launcher/principals.h"

namespace vigil::cli {
namespace {

struct Flags {
  launcher::NewPrincipal wanted;
};

std::string RoleText(identity::Role role) {
  return WordOf(*identity::v1::Role_descriptor(), role);
}

absl::Status CheckName(const std::string& name) {
  if (identity::RoleOf(name) != identity::v1::ROLE_UNSPECIFIED) {
    return absl::OkStatus();
  }
  return UsageError(launcher::PrincipalNameError(name).message());
}

// Those that run have read the file of principals already.
void TellServices(const launcher::DataDirectory& directory) {
  if (launcher::NotifySocket::AskToReload(directory.socket("notify"))) {
    Output::Say("the services that run learn of it now");
  } else {
    Output::Say(
        "'vigil up' does not run here; services that something else has "
        "started learn of it at SIGHUP");
  }
}

absl::Status AddPrincipal(Session& session, const Flags& flags) {
  VIGIL_RETURN_IF_ERROR(CheckName(flags.wanted.name));
  const launcher::DataDirectory directory(session.options.data);
  VIGIL_ASSIGN_OR_RETURN(const std::string path,
                         launcher::AddPrincipal(directory, flags.wanted));
  const identity::Role role = identity::RoleOf(flags.wanted.name);
  Table table({{"NAME"}, {"ROLE"}, {"TOKEN FILE"}});
  table.Add({flags.wanted.name, RoleText(role), path});
  session.output.PrintTable(table);
  TellServices(directory);
  if (flags.wanted.rotate && role == identity::v1::ROLE_SERVICE) {
    Output::Say("a service reads its own token only when it starts");
  }
  return absl::OkStatus();
}

absl::Status ListPrincipals(Session& session, const Flags& /*flags*/) {
  const launcher::DataDirectory directory(session.options.data);
  VIGIL_ASSIGN_OR_RETURN(const std::vector<identity::Principal> principals,
                         launcher::ListPrincipals(directory));
  Table table({{"NAME"}, {"ROLE"}});
  for (const identity::Principal& principal : principals) {
    table.Add({principal.name, RoleText(principal.role)});
  }
  session.output.PrintTable(table);
  return absl::OkStatus();
}

absl::Status RemovePrincipal(Session& session, const Flags& flags) {
  VIGIL_RETURN_IF_ERROR(CheckName(flags.wanted.name));
  const launcher::DataDirectory directory(session.options.data);
  VIGIL_RETURN_IF_ERROR(
      launcher::RemovePrincipal(directory, flags.wanted.name));
  Output::Say(absl::StrCat("removed ", flags.wanted.name));
  TellServices(directory);
  return absl::OkStatus();
}

}  // namespace

void AddPrincipalCommands(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  const CommandGroup<Flags> group(app, session, flags, "principal",
                                  "Who may call; in the files in --data");
  const auto named = [&](CLI::App* command) {
    command
        ->add_option("name", flags->wanted.name,
                     "partners/…, analysts/…, editors/…, operators/… or "
                     "services/…, which gives the role")
        ->required();
  };

  CLI::App* const add =
      group.Add("add", "Adds one, and makes its token", AddPrincipal);
  named(add);
  add->add_option("--token-out", flags->wanted.token_file,
                  "Where the token goes; default: in --data, where vigil "
                  "looks for it")
      ->type_name("FILE");
  add->add_flag("--rotate", flags->wanted.rotate,
                "Replaces the tokens of one that exists");
  add->footer(
      "Example: vigil principal add partners/oslo\n"
      "         vigil alerts follow --partner oslo");

  group.Add("list", "Lists them; tokens are not shown", ListPrincipals);
  named(group.Add("remove",
                  "Removes one, and its token in --data; what it subscribed to "
                  "is kept for whoever has the name next",
                  RemovePrincipal));
}

}  // namespace vigil::cli
