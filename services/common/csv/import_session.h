#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/csv/refusals.h"
#include "vigil/type/v1/import.pb.h"

namespace vigil::csv {

inline constexpr size_t kMaxFileNameLength = 200;
inline constexpr size_t kMaxPieceBytes = 1 << 20;
inline constexpr size_t kMaxImportBytes = 32 << 20;
inline constexpr size_t kMaxImportFiles = 100;

// What happened to the rows of an import; those that are not counted as one of
// the others were refused.
struct ImportTally {
  int64_t row_count = 0;
  int64_t created_count = 0;
  int64_t updated_count = 0;
  int64_t unchanged_count = 0;
};

// A file as it was sent.
struct ImportFile {
  std::string name;
  std::string content;
};

// The part of an import that is the same in every service: takes the messages
// of the client stream, within the bounds of `import.proto`, until the tables
// can be read, and puts the answer together.
//
//   1. `Begin` with the first message, `Append` with the others, `End`.
//   2. `ReadTable` for each of `files`, with one `Refusals` for all, and
//      `RowReader` for each row; decide and tally.
//   3. `Check`: may the import be carried out? Then commit, and `Summary`.
class ImportSession {
 public:
  // `INVALID_ARGUMENT`, reason `INVALID_FIELD`: the options come twice or after
  // a piece, or the request id is not well formed.
  absl::Status Begin(const type::v1::ImportOptions& options);

  // `INVALID_ARGUMENT`, reason `INVALID_FIELD`: before the options, a bad file
  // name, a piece over 1 MiB, or a file that is taken up again after another.
  // `RESOURCE_EXHAUSTED`, reason `IMPORT_TOO_LARGE`: more than 32 MiB or 100
  // files.
  absl::Status Append(const type::v1::TablePiece& piece);

  // `INVALID_ARGUMENT`, reason `INVALID_FIELD`, if nothing was sent.
  absl::Status End() const;

  const type::v1::ImportOptions& options() const { return options_; }
  // In the order they were sent.
  const std::vector<ImportFile>& files() const { return files_; }

  // Whether the import may go on in spite of what was refused: OK with
  // `keep_going` or if nothing was; else `IMPORT_REFUSED`.
  absl::Status Check(const Refusals& refusals) const;

 private:
  type::v1::ImportOptions options_;
  bool has_options_ = false;
  std::vector<ImportFile> files_;
  size_t byte_count_ = 0;
};

// `revision` is that of the ledger at which the import is complete.
type::v1::ImportSummary Summary(const ImportTally& tally,
                                const Refusals& refusals, int64_t revision);

}  // namespace vigil::csv
