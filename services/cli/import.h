#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/session.h"
#include "vigil/type/v1/import.pb.h"

namespace vigil::cli {

// The tables that one service takes.
struct TableSet {
  std::string service;             // `membership`
  std::string method;              // `…/ImportRecords`
  std::vector<std::string> files;  // Paths.
};

// Sorts tables by the services that they belong to, which their names tell. Of
// a directory, all tables that are known; other files are left out there, and
// a `UsageError` where they were named. So is a table that comes twice, from
// whatever directories.
absl::StatusOr<std::vector<TableSet>> SortTables(
    const std::vector<std::string>& paths);

// Sends the tables to their service, as one transaction.
absl::StatusOr<type::v1::ImportSummary> Import(
    Session& session, const TableSet& tables,
    const type::v1::ImportOptions& options);

}  // namespace vigil::cli
