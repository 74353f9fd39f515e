#include "services/launcher/credentials.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "services/common/identity/directory.h"
#include "services/common/identity/files.h"
#include "services/launcher/private_file.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::launcher {
namespace {

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() : directory_(parent_ / "data") {
    EXPECT_TRUE(IsOk(directory_.Create()));
    EXPECT_TRUE(IsOk(MakeCredentials(directory_)));
  }

  // Who the services find by the token of `file`.
  identity::Principal Find(const std::string& file) {
    const auto known = identity::Directory::Open(directory_.principals(),
                                                 directory_.principals_key());
    const auto token = identity::ReadTokenFile(directory_.token(file));
    EXPECT_TRUE(IsOk(known));
    EXPECT_TRUE(IsOk(token));
    const auto found = (*known)->Find(*token);
    EXPECT_TRUE(IsOk(found));
    return found.value_or(identity::Principal{});
  }

  const TemporaryDirectory parent_;
  DataDirectory directory_;
};

TEST_F(CredentialsTest, MakeEveryoneOfUsKnownToTheServices) {
  for (const Credential& credential : OwnCredentials()) {
    EXPECT_EQ(Find(credential.file),
              (identity::Principal{credential.name, credential.role}));
  }
}

TEST_F(CredentialsTest, AreForTheirOwnerAlone) {
  for (const std::string& path :
       {directory_.principals(), directory_.principals_key(),
        directory_.token("operator"), directory_.token("partner-demo")}) {
    struct stat status = {};
    ASSERT_EQ(stat(path.c_str(), &status), 0) << path;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << path;
  }
}

TEST_F(CredentialsTest, StayAsTheyAre) {
  const auto tokens = ReadWholeFile(directory_.token("editor"));
  const auto principals = ReadWholeFile(directory_.principals());

  ASSERT_TRUE(IsOk(MakeCredentials(directory_)));

  EXPECT_EQ(*ReadWholeFile(directory_.token("editor")), *tokens);
  EXPECT_EQ(*ReadWholeFile(directory_.principals()), *principals);
}

TEST_F(CredentialsTest, AreReplacedWhereATokenIsLostAndOthersAreKept) {
  unlink(directory_.token("editor").c_str());

  ASSERT_TRUE(IsOk(MakeCredentials(directory_)));

  EXPECT_EQ(Find("editor").name, "editors/local");
  EXPECT_EQ(Find("analyst").name, "analysts/local");
}

TEST_F(CredentialsTest, AreRefusedWhereTheKeyIsOpenToOthers) {
  chmod(directory_.principals_key().c_str(), 0644);

  EXPECT_TRUE(FailsWith(MakeCredentials(directory_), "KEY_FILE_EXPOSED"));
}

}  // namespace
}  // namespace vigil::launcher
