#include "services/common/csv/import_session.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/api/text.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::csv {
namespace {

absl::Status ImportTooLargeError(absl::string_view what) {
  return Error(absl::StatusCode::kResourceExhausted, "IMPORT_TOO_LARGE",
               absl::StrCat("an import has at most ", what,
                            "; import in several steps"));
}

}  // namespace

absl::Status ImportSession::Begin(const type::v1::ImportOptions& options) {
  if (has_options_) {
    return InvalidFieldError("options", "is sent once, as the first message");
  }
  VIGIL_RETURN_IF_ERROR(api::CheckRequestId(options.request_id()));
  options_ = options;
  has_options_ = true;
  return absl::OkStatus();
}

absl::Status ImportSession::Append(const type::v1::TablePiece& piece) {
  if (!has_options_) {
    return InvalidFieldError("options", "is required as the first message");
  }
  VIGIL_RETURN_IF_ERROR(
      api::CheckText("piece.file", piece.file(), 1, kMaxFileNameLength));
  if (piece.content().size() > kMaxPieceBytes) {
    return InvalidFieldError(
        "piece.content",
        absl::StrCat("has ", piece.content().size(), " bytes; at most ",
                     kMaxPieceBytes, " are allowed in a piece"));
  }
  if (byte_count_ + piece.content().size() > kMaxImportBytes) {
    return ImportTooLargeError(absl::StrCat(kMaxImportBytes, " bytes"));
  }
  if (files_.empty() || files_.back().name != piece.file()) {
    const bool is_known = std::any_of(
        files_.begin(), files_.end(),
        [&](const ImportFile& file) { return file.name == piece.file(); });
    if (is_known) {
      return InvalidFieldError(
          "piece.file", absl::StrCat(api::Shown(piece.file()),
                                     " was sent already; the pieces of a file "
                                     "follow each other"));
    }
    if (files_.size() == kMaxImportFiles) {
      return ImportTooLargeError(absl::StrCat(kMaxImportFiles, " files"));
    }
    files_.push_back({.name = piece.file()});
  }
  byte_count_ += piece.content().size();
  files_.back().content += piece.content();
  return absl::OkStatus();
}

absl::Status ImportSession::End() const {
  if (!files_.empty()) return absl::OkStatus();
  return InvalidFieldError("piece", "is required: there is no table");
}

absl::Status ImportSession::Check(const Refusals& refusals) const {
  if (refusals.empty() || options_.keep_going()) return absl::OkStatus();
  return refusals.ToError();
}

type::v1::ImportSummary Summary(const ImportTally& tally,
                                const Refusals& refusals, int64_t revision) {
  type::v1::ImportSummary summary;
  summary.set_row_count(tally.row_count);
  summary.set_created_count(tally.created_count);
  summary.set_updated_count(tally.updated_count);
  summary.set_unchanged_count(tally.unchanged_count);
  summary.set_refused_count(tally.row_count - tally.created_count -
                            tally.updated_count - tally.unchanged_count);
  for (const type::v1::ImportError& error : refusals.errors()) {
    *summary.add_errors() = error;
  }
  summary.set_revision(revision);
  return summary;
}

}  // namespace vigil::csv
