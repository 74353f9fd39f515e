#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/error_text.h"
#include "services/cli/import.h"
#include "services/cli/session.h"
#include "services/common/base/status_macros.h"

namespace vigil::cli {
namespace {

struct Flags {
  std::vector<std::string> paths;
  bool keep_going = false;
  bool dry_run = false;
  bool quiet = false;
};

void SayRefused(const type::v1::ImportSummary& summary) {
  for (const type::v1::ImportError& error : summary.errors()) {
    Output::Say(absl::StrCat(
        error.file(), ":", error.line(), ": ",
        error.column().empty() ? "" : absl::StrCat(error.column(), ": "),
        error.reason()));
  }
}

absl::Status ImportPaths(Session& session, const Flags& flags) {
  VIGIL_ASSIGN_OR_RETURN(const std::vector<TableSet> sets,
                         SortTables(flags.paths));
  Table table({{"SERVICE"},
               {"ROWS", true},
               {"CREATED", true},
               {"UPDATED", true},
               {"UNCHANGED", true},
               {"REFUSED", true},
               {"REVISION", true}});
  for (const TableSet& set : sets) {
    type::v1::ImportOptions options;
    options.set_keep_going(flags.keep_going);
    options.set_validate_only(flags.dry_run);
    options.set_request_id(NewRequestId());
    VIGIL_ASSIGN_OR_RETURN(const type::v1::ImportSummary summary,
                           Import(session, set, options));
    SayRefused(summary);
    table.Add({set.service, absl::StrCat(summary.row_count()),
               absl::StrCat(summary.created_count()),
               absl::StrCat(summary.updated_count()),
               absl::StrCat(summary.unchanged_count()),
               Cell(absl::StrCat(summary.refused_count()),
                    summary.refused_count() > 0 ? Tone::kBad : Tone::kPlain),
               absl::StrCat(summary.revision())});
  }
  if (!flags.quiet) session.output.PrintTable(table);
  if (flags.dry_run) Output::Say("nothing was written: --dry-run");
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* const command = app.add_subcommand(
      "import", "Records what tables say; each service's as one transaction");
  SetAction<Flags>(*command, session, flags, ImportPaths);
  command
      ->add_option("path", flags->paths,
                   "Tables (terms.csv, …), or directories of them")
      ->required();
  command->add_flag("--keep-going", flags->keep_going,
                    "Records the good rows even if others are refused");
  command->add_flag("--dry-run", flags->dry_run,
                    "Checks everything and records nothing");
  command->add_flag("--quiet", flags->quiet, "Says nothing if all goes well");
  command->footer("Example: vigil import deploy/data");
}

}  // namespace vigil::cli
