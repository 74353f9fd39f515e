#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace vigil::cli {

class Session;

// Each adds commands of one kind to `app`. A command reads its options and
// says what the session is to do.
void AddMembershipCommands(CLI::App& app, Session& session);
void AddCandidacyCommands(CLI::App& app, Session& session);
void AddMandateCommands(CLI::App& app, Session& session);
void AddSubscriptionCommands(CLI::App& app, Session& session);
void AddAlertCommands(CLI::App& app, Session& session);
void AddImportCommand(CLI::App& app, Session& session);
void AddStatusCommand(CLI::App& app, Session& session);
void AddPrincipalCommands(CLI::App& app, Session& session);
void AddInitCommand(CLI::App& app, Session& session);
void AddUpCommand(CLI::App& app, Session& session);
void AddDemoCommand(CLI::App& app, Session& session);
void AddCompletionCommand(CLI::App& app, Session& session);

}  // namespace vigil::cli
