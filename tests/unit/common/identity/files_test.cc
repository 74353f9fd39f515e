#include "services/common/identity/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/common/identity/token.h"
#include "tests/support/status_matchers.h"

namespace vigil::identity {
namespace {

// How many hexadecimal digits stand in a row.
int LongestHexRun(absl::string_view text) {
  int longest = 0;
  int run = 0;
  for (const char c : text) {
    run = absl::ascii_isxdigit(static_cast<unsigned char>(c)) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// A file in the test's temporary directory.
class File {
 public:
  explicit File(const std::string& text, mode_t mode = 0600) {
    std::string path = testing::TempDir() + "/vigil-XXXXXX";
    const int file = mkstemp(path.data());
    close(file);
    path_ = path;
    std::ofstream(path_) << text;
    chmod(path_.c_str(), mode);
  }
  ~File() { unlink(path_.c_str()); }

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string Hash(char digit) { return std::string(64, digit); }

std::string Entry(const std::string& name, const std::string& role,
                  const std::string& hash) {
  return R"({"name":")" + name + R"(","role":")" + role +
         R"(","token_hash":")" + hash + "\"}";
}

std::string List(const std::string& entries) {
  return R"({"principals":[)" + entries + "]}";
}

TEST(KeyFileTest, HoldsThirtyTwoBytesAsDigits) {
  const File file(Hash('a') + "\n");
  const auto key = ReadKeyFile(file.path());
  ASSERT_TRUE(IsOk(key));
  EXPECT_EQ(*key, std::string(32, '\xaa'));
}

TEST(KeyFileTest, IsRefusedWhenOthersMayReadIt) {
  for (const mode_t mode : {0640, 0604, 0620, 0602}) {
    const File file(Hash('a'), mode);
    EXPECT_TRUE(FailsWith(ReadKeyFile(file.path()), "KEY_FILE_EXPOSED"));
  }
}

TEST(KeyFileTest, IsRefusedWhenItIsNoKey) {
  const std::string digits = Hash('a');
  for (const std::string& text :
       {std::string(), digits.substr(1), digits + "a", Hash('g')}) {
    const File file(text);
    EXPECT_TRUE(FailsWith(ReadKeyFile(file.path()), "KEY_FILE_INVALID"));
  }
}

TEST(KeyFileTest, IsRefusedWhenItIsNotThere) {
  EXPECT_TRUE(FailsWith(ReadKeyFile("/nowhere"), "KEY_FILE_UNREADABLE"));
  EXPECT_TRUE(
      FailsWith(ReadKeyFile(testing::TempDir()), "KEY_FILE_UNREADABLE"));
}

TEST(TokenFileTest, HoldsOneToken) {
  const File file("vgl_secret\n");
  const auto token = ReadTokenFile(file.path());
  ASSERT_TRUE(IsOk(token));
  EXPECT_EQ(*token, "vgl_secret");
  const File two("vgl_a vgl_b");
  EXPECT_TRUE(FailsWith(ReadTokenFile(two.path()), "TOKEN_FILE_INVALID"));
}

TEST(PrincipalsTest, AreReadFromJson) {
  const auto principals = ParsePrincipals(
      List(Entry("partners/demo", "ROLE_PARTNER", Hash('1')) + "," +
           Entry("services/notifier", "ROLE_SERVICE", Hash('2'))));
  ASSERT_TRUE(IsOk(principals));
  ASSERT_EQ(principals->principals_size(), 2);
  EXPECT_EQ(principals->principals(1).name(), "services/notifier");
}

TEST(PrincipalsTest, TwoTokensOfOneNameAreAllowed) {
  EXPECT_TRUE(IsOk(ParsePrincipals(
      List(Entry("partners/demo", "ROLE_PARTNER", Hash('1')) + "," +
           Entry("partners/demo", "ROLE_PARTNER", Hash('2'))))));
}

TEST(PrincipalsTest, ErrorNamesTheEntry) {
  const std::string good = Entry("partners/demo", "ROLE_PARTNER", Hash('1'));
  for (const std::string& bad :
       {Entry("editors/demo", "ROLE_PARTNER", Hash('2')),
        Entry("partners/Demo", "ROLE_PARTNER", Hash('2')),
        Entry("partners/" + std::string(64, 'a'), "ROLE_PARTNER", Hash('2')),
        Entry("partners/demo", "ROLE_UNSPECIFIED", Hash('2')),
        Entry("partners/demo", "ROLE_PARTNER", "abc"),
        Entry("partners/other", "ROLE_PARTNER", Hash('1'))}) {
    const auto principals = ParsePrincipals(List(good + "," + bad));
    ASSERT_TRUE(FailsWith(principals, "PRINCIPALS_FILE_INVALID"));
    EXPECT_TRUE(
        absl::StrContains(principals.status().message(), "principals[1]"))
        << principals.status();
  }
}

TEST(PrincipalsTest, LongestIdIsAllowed) {
  EXPECT_TRUE(IsOk(ParsePrincipals(List(
      Entry("partners/" + std::string(63, 'a'), "ROLE_PARTNER", Hash('1'))))));
}

TEST(PrincipalsTest, TheirNamesTellTheirRoles) {
  EXPECT_EQ(RoleOf("partners/demo"), v1::ROLE_PARTNER);
  EXPECT_EQ(RoleOf("operators/local"), v1::ROLE_OPERATOR);
  for (const char* const none : {"", "partners", "partners/", "demo", "x/y"}) {
    EXPECT_EQ(RoleOf(none), v1::ROLE_UNSPECIFIED) << none;
  }
}

TEST(PrincipalsTest, WhatIsNotJsonOrUnknownIsRefused) {
  for (const char* text :
       {"", "x", "[]", R"({"other":1})", R"({"principals":[{"nmae":"x"}]})"}) {
    EXPECT_TRUE(FailsWith(ParsePrincipals(text), "PRINCIPALS_FILE_INVALID"))
        << text;
  }
}

TEST(PrincipalsTest, ErrorNeverQuotesAHash) {
  const std::string hash = "0123456789abcdef" + std::string(48, 'e');
  for (const std::string& entry :
       {R"({"token_hash":")" + hash + R"(" stray})",
        R"({"token_hash":)" + hash + R"("})",
        R"({"token_hash":")" + hash + R"(})",
        R"({"token_hash":")" + hash + R"(" "name":"partners/demo"})",
        R"({"token_hash":"a\)" + hash + R"("})",
        R"({"token_hash":[")" + hash + R"("]})",
        R"({"token_hash":{")" + hash + R"(":1}})",
        std::string(R"({"token_hash":12345678901234567890.5,"role":"ROLE_X"})"),
        R"({"role":")" + hash + R"("})", R"({")" + hash + R"(":1})",
        R"({"name":)" + std::string(64, 'e') + "}"}) {
    const auto principals = ParsePrincipals(List(entry));
    ASSERT_TRUE(FailsWith(principals, "PRINCIPALS_FILE_INVALID"));
    EXPECT_LT(LongestHexRun(principals.status().message()), 8)
        << principals.status();
  }
}

TEST(PrincipalsTest, ErrorSaysWhatIsWrongWithTheJson) {
  const std::string unknown = R"({"principals":[{},{"nmae":"x"}]})";
  for (const auto& [text, problem] :
       {std::pair<std::string, std::string>("{1}", "Expected an object key"),
        {unknown, "principals[1] has an unknown field"}}) {
    const auto principals = ParsePrincipals(text);
    EXPECT_TRUE(absl::StrContains(principals.status().message(), problem))
        << principals.status();
  }
}

TEST(PrincipalsFileTest, IsRefusedWhenOthersMayWriteIt) {
  const File readable(List(""), 0644);
  EXPECT_TRUE(IsOk(ReadPrincipalsFile(readable.path())));
  const File writable(List(""), 0664);
  EXPECT_TRUE(FailsWith(ReadPrincipalsFile(writable.path()),
                        "PRINCIPALS_FILE_EXPOSED"));
}

}  // namespace
}  // namespace vigil::identity
