#include "services/cli/import.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/error_text.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/private_file.h"
#include "vigil/mandate_watch/v1/stream_requests.pb.h"
#include "vigil/membership/v1/import_requests.pb.h"

namespace vigil::cli {
namespace {

constexpr size_t kPieceBytes = 1 << 20;

struct KnownTable {
  absl::string_view file;
  absl::string_view service;
};

constexpr absl::string_view kMembership = "membership";
constexpr absl::string_view kMandateWatch = "mandate_watch";

constexpr KnownTable kTables[] = {
    {"states.csv", kMembership},      {"freedom_scores.csv", kMembership},
    {"groupings.csv", kMembership},   {"bodies.csv", kMembership},
    {"terms.csv", kMembership},       {"elections.csv", kMembership},
    {"candidacies.csv", kMembership}, {"sessions.csv", kMandateWatch},
    {"mandates.csv", kMandateWatch},  {"renewals.csv", kMandateWatch},
};

// Which service takes a table; empty if none does.
absl::string_view OwnerOf(const std::filesystem::path& path) {
  for (const KnownTable& table : kTables) {
    if (path.filename() == std::string(table.file)) return table.service;
  }
  return "";
}

absl::Status UnknownTableError(const std::string& path) {
  std::vector<absl::string_view> names;
  for (const KnownTable& table : kTables) names.push_back(table.file);
  return UsageError(absl::StrCat(
      path, " is no table that Vigil knows: ", absl::StrJoin(names, ", ")));
}

template <typename Request>
absl::StatusOr<type::v1::ImportSummary> Upload(
    Session& session, const TableSet& tables,
    const type::v1::ImportOptions& options) {
  // All is read before anything is sent: what cannot be read is told first.
  std::vector<std::pair<std::string, std::string>> contents;
  for (const std::string& file : tables.files) {
    VIGIL_ASSIGN_OR_RETURN(std::string content, launcher::ReadWholeFile(file));
    contents.emplace_back(std::filesystem::path(file).filename().string(),
                          std::move(content));
  }
  VIGIL_ASSIGN_OR_RETURN(rpc::Client* const client,
                         session.ClientFor(kAsOperator, tables.method));
  Request request;
  type::v1::ImportSummary summary;
  bool first = true;
  size_t table = 0;
  size_t offset = 0;
  const auto next = [&] {
    if (std::exchange(first, false)) {
      *request.mutable_options() = options;
      return true;
    }
    if (table == contents.size()) return false;
    const auto& [name, content] = contents[table];
    request.mutable_piece()->set_file(name);
    request.mutable_piece()->set_content(content.substr(offset, kPieceBytes));
    offset += kPieceBytes;
    if (offset >= content.size()) {
      offset = 0;
      ++table;
    }
    return true;
  };
  VIGIL_RETURN_IF_ERROR(client->Upload(tables.method, request, next, summary));
  return summary;
}

}  // namespace

absl::StatusOr<std::vector<TableSet>> SortTables(
    const std::vector<std::string>& paths) {
  std::vector<TableSet> sets = {
      {.service = std::string(kMembership),
       .method = "vigil.membership.v1.MembershipService/ImportRecords",
       .files = {}},
      {.service = std::string(kMandateWatch),
       .method = "vigil.mandate_watch.v1.MandateWatchService/ImportRecords",
       .files = {}},
  };
  const auto add = [&](const std::filesystem::path& path) {
    for (TableSet& set : sets) {
      if (OwnerOf(path) == set.service) set.files.push_back(path.string());
    }
    return !OwnerOf(path).empty();
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      if (!std::filesystem::exists(path, error)) {
        return UsageError(absl::StrCat(path, " does not exist"));
      }
      if (!add(path)) return UnknownTableError(path);
      continue;
    }
    std::vector<std::filesystem::path> entries;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      entries.push_back(entry.path());
    }
    std::sort(entries.begin(), entries.end());
    const auto known = std::count_if(entries.begin(), entries.end(), add);
    if (known == 0) {
      return UsageError(absl::StrCat(path, " holds no table that Vigil knows"));
    }
  }
  sets.erase(
      std::remove_if(sets.begin(), sets.end(),
                     [](const TableSet& set) { return set.files.empty(); }),
      sets.end());
  return sets;
}

absl::StatusOr<type::v1::ImportSummary> Import(
    Session& session, const TableSet& tables,
    const type::v1::ImportOptions& options) {
  if (tables.service == kMembership) {
    return Upload<membership::v1::ImportRecordsRequest>(session, tables,
                                                        options);
  }
  return Upload<mandate_watch::v1::ImportRecordsRequest>(session, tables,
                                                         options);
}

}  // namespace vigil::cli
