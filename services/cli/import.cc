#include "services/cli/import.h"

#include <algorithm>
#include <filesystem>
#include <map>
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

// Cuts tables into pieces. All is read before anything is sent: what cannot be
// read is told first.
class Pieces {
 public:
  static absl::StatusOr<Pieces> Read(const std::vector<std::string>& files) {
    Pieces pieces;
    for (const std::string& file : files) {
      VIGIL_ASSIGN_OR_RETURN(std::string content,
                             launcher::ReadWholeFile(file));
      pieces.tables_.emplace_back(
          std::filesystem::path(file).filename().string(), std::move(content));
    }
    return pieces;
  }

  // Fills in the next one; false: there is none.
  bool Next(type::v1::TablePiece& piece) {
    if (table_ == tables_.size()) return false;
    const auto& [name, content] = tables_[table_];
    piece.set_file(name);
    piece.set_content(content.substr(offset_, kPieceBytes));
    offset_ += kPieceBytes;
    if (offset_ >= content.size()) {
      offset_ = 0;
      ++table_;
    }
    return true;
  }

 private:
  // Names and contents.
  std::vector<std::pair<std::string, std::string>> tables_;
  size_t table_ = 0;
  size_t offset_ = 0;
};

template <typename Request>
absl::StatusOr<type::v1::ImportSummary> Upload(
    Session& session, const TableSet& tables,
    const type::v1::ImportOptions& options) {
  VIGIL_ASSIGN_OR_RETURN(Pieces pieces, Pieces::Read(tables.files));
  VIGIL_ASSIGN_OR_RETURN(rpc::Client* const client,
                         session.ClientFor(kAsOperator, tables.method));
  Request request;
  type::v1::ImportSummary summary;
  bool first = true;
  const auto next = [&] {
    if (!std::exchange(first, false)) {
      return pieces.Next(*request.mutable_piece());
    }
    *request.mutable_options() = options;
    return true;
  };
  VIGIL_RETURN_IF_ERROR(client->Upload(tables.method, request, next, summary));
  return summary;
}

// Whether `path`, a file, was added to the set that it belongs to.
bool Add(const std::filesystem::path& path, std::vector<TableSet>& sets) {
  for (TableSet& set : sets) {
    if (OwnerOf(path) != set.service) continue;
    set.files.push_back(path.string());
    return true;
  }
  return false;
}

absl::Status AddDirectory(const std::string& path,
                          std::vector<TableSet>& sets) {
  std::error_code error;
  std::vector<std::filesystem::path> entries;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  const auto known = std::count_if(
      entries.begin(), entries.end(),
      [&](const std::filesystem::path& entry) { return Add(entry, sets); });
  if (known > 0) return absl::OkStatus();
  return UsageError(absl::StrCat(path, " holds no table that Vigil knows"));
}

absl::Status AddPath(const std::string& path, std::vector<TableSet>& sets) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return AddDirectory(path, sets);
  }
  if (!std::filesystem::exists(path, error)) {
    return UsageError(absl::StrCat(path, " does not exist"));
  }
  return Add(path, sets) ? absl::OkStatus() : UnknownTableError(path);
}

// A service takes what has one name for one table, and would join two.
absl::Status CheckNamesDiffer(const std::vector<std::string>& files) {
  std::map<std::string, std::string> seen;  // Paths by names.
  for (const std::string& file : files) {
    const std::string name = std::filesystem::path(file).filename().string();
    const auto [first, is_new] = seen.emplace(name, file);
    if (is_new) continue;
    return UsageError(absl::StrCat(first->second, " and ", file, " are both ",
                                   name, "; import one after the other"));
  }
  return absl::OkStatus();
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
  for (const std::string& path : paths) {
    VIGIL_RETURN_IF_ERROR(AddPath(path, sets));
  }
  for (const TableSet& set : sets) {
    VIGIL_RETURN_IF_ERROR(CheckNamesDiffer(set.files));
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
