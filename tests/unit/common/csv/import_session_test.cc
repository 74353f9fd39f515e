#include "services/common/csv/import_session.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"

namespace vigil::csv {
namespace {

using type::v1::ImportOptions;
using type::v1::TablePiece;

TablePiece Piece(const std::string& file, const std::string& content) {
  TablePiece piece;
  piece.set_file(file);
  piece.set_content(content);
  return piece;
}

ImportSession Begun() {
  ImportSession session;
  EXPECT_TRUE(IsOk(session.Begin({})));
  return session;
}

TEST(ImportSessionTest, JoinsThePiecesOfEachFile) {
  ImportSession session = Begun();
  ASSERT_TRUE(IsOk(session.Append(Piece("a.csv", "x,"))));
  ASSERT_TRUE(IsOk(session.Append(Piece("a.csv", "y\n"))));
  ASSERT_TRUE(IsOk(session.Append(Piece("b.csv", ""))));
  ASSERT_TRUE(IsOk(session.End()));

  ASSERT_EQ(session.files().size(), 2U);
  EXPECT_EQ(session.files()[0].name, "a.csv");
  EXPECT_EQ(session.files()[0].content, "x,y\n");
  EXPECT_EQ(session.files()[1].content, "");
}

TEST(ImportSessionTest, OptionsComeOnceAndFirst) {
  ImportSession session;
  EXPECT_TRUE(FailsWith(session.Append(Piece("a", "")), "INVALID_FIELD"));
  ImportOptions options;
  options.set_keep_going(true);
  EXPECT_TRUE(IsOk(session.Begin(options)));
  EXPECT_TRUE(FailsWith(session.Begin(options), "INVALID_FIELD"));
  EXPECT_TRUE(session.options().keep_going());
}

TEST(ImportSessionTest, ChecksTheRequestId) {
  ImportSession session;
  ImportOptions options;
  options.set_request_id("a b");
  EXPECT_TRUE(FailsWith(session.Begin(options), "INVALID_FIELD"));
}

TEST(ImportSessionTest, NeedsATable) {
  EXPECT_TRUE(FailsWith(Begun().End(), "INVALID_FIELD"));
}

TEST(ImportSessionTest, AFileIsNotTakenUpAgain) {
  ImportSession session = Begun();
  ASSERT_TRUE(IsOk(session.Append(Piece("a", "1"))));
  ASSERT_TRUE(IsOk(session.Append(Piece("b", "1"))));
  EXPECT_TRUE(FailsWith(session.Append(Piece("a", "1")), "INVALID_FIELD"));
}

TEST(ImportSessionTest, AFileNameHas1To200Bytes) {
  ImportSession session = Begun();
  EXPECT_TRUE(FailsWith(session.Append(Piece("", "")), "INVALID_FIELD"));
  EXPECT_TRUE(IsOk(session.Append(Piece(std::string(200, 'a'), ""))));
  EXPECT_TRUE(FailsWith(session.Append(Piece(std::string(201, 'a'), "")),
                        "INVALID_FIELD"));
  EXPECT_TRUE(FailsWith(session.Append(Piece("a\n", "")), "INVALID_FIELD"));
}

TEST(ImportSessionTest, APieceHasAtMost1MiB) {
  ImportSession session = Begun();
  const std::string longest(kMaxPieceBytes, 'x');
  EXPECT_TRUE(IsOk(session.Append(Piece("a", longest))));
  EXPECT_TRUE(FailsWith(session.Append(Piece("a", longest + "x")),
                        absl::StatusCode::kInvalidArgument, "INVALID_FIELD"));
}

TEST(ImportSessionTest, AnImportHasAtMost32MiB) {
  ImportSession session = Begun();
  const std::string piece(kMaxPieceBytes, 'x');
  for (int i = 0; i < 32; ++i) {
    ASSERT_TRUE(IsOk(session.Append(Piece(i < 9 ? "a" : "b", piece))));
  }
  EXPECT_TRUE(IsOk(session.Append(Piece("b", ""))));
  EXPECT_TRUE(FailsWith(session.Append(Piece("b", "x")),
                        absl::StatusCode::kResourceExhausted,
                        "IMPORT_TOO_LARGE"));
}

TEST(ImportSessionTest, AnImportHasAtMost100Files) {
  ImportSession session = Begun();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(IsOk(session.Append(Piece(absl::StrCat("f", i), ""))));
  }
  EXPECT_TRUE(FailsWith(session.Append(Piece("g", "")), "IMPORT_TOO_LARGE"));
}

TEST(ImportSessionTest, OneRefusedRowRefusesTheImportUnlessToldToKeepGoing) {
  Refusals refusals;
  EXPECT_TRUE(IsOk(Begun().Check(refusals)));
  refusals.Add("a", 2, "x", "bad");
  EXPECT_TRUE(FailsWith(Begun().Check(refusals), "IMPORT_REFUSED"));

  ImportSession session;
  ImportOptions options;
  options.set_keep_going(true);
  ASSERT_TRUE(IsOk(session.Begin(options)));
  EXPECT_TRUE(IsOk(session.Check(refusals)));
}

TEST(ImportSummaryTest, SaysWhatHappened) {
  Refusals refusals;
  refusals.Add("a", 2, "x", "bad");
  refusals.Add("a", 2, "y", "bad");
  const ImportTally tally = {.row_count = 10,
                             .created_count = 4,
                             .updated_count = 3,
                             .unchanged_count = 2};

  const type::v1::ImportSummary summary = Summary(tally, refusals, 77);

  EXPECT_EQ(summary.row_count(), 10);
  EXPECT_EQ(summary.created_count(), 4);
  EXPECT_EQ(summary.updated_count(), 3);
  EXPECT_EQ(summary.unchanged_count(), 2);
  EXPECT_EQ(summary.refused_count(), 1);
  EXPECT_EQ(summary.errors_size(), 2);
  EXPECT_EQ(summary.revision(), 77);
}

}  // namespace
}  // namespace vigil::csv
