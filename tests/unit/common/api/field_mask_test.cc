#include "services/common/api/field_mask.h"

#include <gtest/gtest.h>

#include <array>

#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"
#include "vigil/type/v1/import.pb.h"

namespace vigil::api {
namespace {

using google::protobuf::FieldMask;
using type::v1::ImportError;
using type::v1::ImportSummary;

constexpr std::array<absl::string_view, 2> kAllowed = {"column", "line"};

FieldMask MaskOf(const std::vector<std::string>& paths) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

ImportError Old() {
  ImportError old;
  old.set_file("f");
  old.set_line(1);
  old.set_column("c");
  return old;
}

TEST(FieldMaskTest, UpdatesWhatItNames) {
  ImportError update;
  update.set_line(2);
  update.set_column("d");
  ImportError resource = Old();

  ASSERT_TRUE(IsOk(ApplyUpdate(MaskOf({"line"}), kAllowed, update, resource)));

  EXPECT_EQ(resource.line(), 2);
  EXPECT_EQ(resource.column(), "c");
  EXPECT_EQ(resource.file(), "f");
}

TEST(FieldMaskTest, ClearsWhatItNamesAndTheUpdateLeavesOut) {
  ImportError resource = Old();
  ASSERT_TRUE(
      IsOk(ApplyUpdate(MaskOf({"column"}), kAllowed, ImportError(), resource)));
  EXPECT_EQ(resource.column(), "");
  EXPECT_EQ(resource.line(), 1);
}

TEST(FieldMaskTest, AnEmptyOneNamesTheAllowedFieldsThatAreSet) {
  ImportError update;
  update.set_file("other");
  update.set_line(2);
  ImportError resource = Old();

  ASSERT_TRUE(IsOk(ApplyUpdate({}, kAllowed, update, resource)));

  EXPECT_EQ(resource.line(), 2);
  EXPECT_EQ(resource.column(), "c");
  EXPECT_EQ(resource.file(), "f");
}

TEST(FieldMaskTest, AStarReplacesAllAllowedFields) {
  ImportError update;
  update.set_line(2);
  ImportError resource = Old();

  ASSERT_TRUE(IsOk(ApplyUpdate(MaskOf({"*"}), kAllowed, update, resource)));

  EXPECT_EQ(resource.line(), 2);
  EXPECT_EQ(resource.column(), "");
  EXPECT_EQ(resource.file(), "f");
}

TEST(FieldMaskTest, ReplacesLists) {
  constexpr std::array<absl::string_view, 1> lists = {"errors"};
  ImportSummary resource;
  *resource.add_errors() = Old();
  *resource.add_errors() = Old();
  ImportSummary update;
  *update.add_errors() = Old();

  ASSERT_TRUE(IsOk(ApplyUpdate(MaskOf({"errors"}), lists, update, resource)));

  EXPECT_EQ(resource.errors_size(), 1);
}

TEST(FieldMaskTest, RefusesUnknownFieldsAndNamesThem) {
  for (const char* path : {"colour", "", ".", "line.x", "line.", "Line", " "}) {
    ImportError resource = Old();
    const absl::Status status = ApplyUpdate(MaskOf({"column", path}), kAllowed,
                                            ImportError(), resource);
    EXPECT_TRUE(FailsWith(status, absl::StatusCode::kInvalidArgument,
                          "FIELD_MASK_INVALID"))
        << path;
    EXPECT_EQ(FieldViolationsOf(status).front().field, "update_mask");
    EXPECT_EQ(resource.column(), "c") << "nothing is changed";
  }
}

TEST(FieldMaskTest, RefusesFieldsThatCannotBeUpdated) {
  ImportError resource = Old();
  const absl::Status status =
      ApplyUpdate(MaskOf({"file"}), kAllowed, ImportError(), resource);
  EXPECT_TRUE(FailsWith(status, "FIELD_MASK_INVALID"));
  EXPECT_EQ(status.message(),
            "update_mask: file cannot be updated; only column, line can");
}

TEST(FieldMaskTest, RefusesAStarAmongOthers) {
  ImportError resource = Old();
  EXPECT_TRUE(FailsWith(
      ApplyUpdate(MaskOf({"line", "*"}), kAllowed, ImportError(), resource),
      "FIELD_MASK_INVALID"));
}

TEST(FieldMaskTest, HasAtMostAHundredPaths) {
  ImportError resource = Old();
  const std::vector<std::string> paths(101, "line");
  EXPECT_TRUE(
      FailsWith(ApplyUpdate(MaskOf(paths), kAllowed, ImportError(), resource),
                "FIELD_MASK_INVALID"));
  const std::vector<std::string> fewer(100, "line");
  EXPECT_TRUE(
      IsOk(ApplyUpdate(MaskOf(fewer), kAllowed, ImportError(), resource)));
}

}  // namespace
}  // namespace vigil::api
