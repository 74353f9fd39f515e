#pragma once

#include <memory>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "services/cli/session.h"

namespace vigil::cli {

// Makes `command` do `action` with what `flags` hold once the whole command
// line is read.
template <typename Flags>
void SetAction(CLI::App& command, Session& session,
               std::shared_ptr<Flags> flags,
               absl::Status (*action)(Session&, const Flags&)) {
  command.callback([&session, flags, action] {
    session.Do([&session, flags, action] { return action(session, *flags); });
  });
}

// The commands that share a first word, such as `member list`.
template <typename Flags>
class CommandGroup {
 public:
  using Action = absl::Status (*)(Session&, const Flags&);

  CommandGroup(CLI::App& app, Session& session, std::shared_ptr<Flags> flags,
               const std::string& name, const std::string& description)
      : group_(app.add_subcommand(name, description)),
        session_(session),
        flags_(std::move(flags)) {
    group_->require_subcommand(1);
  }

  CLI::App* Add(const std::string& name, const std::string& description,
                Action action) const {
    CLI::App* const command = group_->add_subcommand(name, description);
    SetAction(*command, session_, flags_, action);
    return command;
  }

 private:
  CLI::App* const group_;
  Session& session_;
  const std::shared_ptr<Flags> flags_;
};

}  // namespace vigil::cli
