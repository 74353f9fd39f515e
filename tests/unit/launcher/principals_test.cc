#include "services/launcher/principals.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "services/common/identity/directory.h"
#include "services/common/identity/files.h"
#include "services/launcher/credentials.h"
#include "services/launcher/private_file.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/launcher/temporary_directory.h"

namespace vigil::launcher {
namespace {

constexpr int kThreads = 8;

mode_t ModeOf(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

class PrincipalsTest : public testing::Test {
 protected:
  PrincipalsTest() : directory_(parent_ / "data") {
    EXPECT_TRUE(IsOk(directory_.Create()));
    EXPECT_TRUE(IsOk(MakeCredentials(directory_)));
  }

  // Who the services find by the token in `path`; its name, or the reason why
  // nobody is found.
  std::string Find(const std::string& path) {
    const auto known = identity::Directory::Open(directory_.principals(),
                                                 directory_.principals_key());
    EXPECT_TRUE(IsOk(known));
    const auto token = identity::ReadTokenFile(path);
    if (!token.ok()) return ReasonOf(token.status());
    const auto found = (*known)->Find(*token);
    return found.ok() ? found->name : ReasonOf(found.status());
  }

  size_t Count() { return ListPrincipals(directory_)->size(); }

  const TemporaryDirectory parent_;
  DataDirectory directory_;
};

TEST_F(PrincipalsTest, AreKnownToTheServicesByATokenOfTheirOwn) {
  const auto path = AddPrincipal(directory_, {.name = "partners/oslo"});

  ASSERT_TRUE(IsOk(path));
  EXPECT_EQ(*path, directory_.token("partner-oslo"));
  EXPECT_EQ(Find(*path), "partners/oslo");
  EXPECT_EQ(Find(directory_.token("partner-demo")), "partners/demo");
  EXPECT_EQ(ModeOf(*path), 0600U);
  EXPECT_EQ(ModeOf(directory_.principals()), 0600U);
}

TEST_F(PrincipalsTest, HaveTheRoleOfTheirCollection) {
  for (const char* const name :
       {"analysts/x", "editors/x", "operators/x", "partners/x", "services/x"}) {
    ASSERT_TRUE(IsOk(AddPrincipal(directory_, {.name = name})));
  }
  const auto all = ListPrincipals(directory_);
  ASSERT_EQ(all->size(), OwnCredentials().size() + 5);
  EXPECT_EQ((*all)[1].name, "analysts/x") << "by name";
  for (const identity::Principal& one : *all) {
    EXPECT_TRUE(identity::IsPrincipalName(one.role, one.name));
  }
  EXPECT_EQ(Find(directory_.token("operator-x")), "operators/x");
  EXPECT_EQ(Find(directory_.token("operator")), "operators/local");
}

TEST_F(PrincipalsTest, AreRefusedUnderANameThatIsNone) {
  for (const char* const name :
       {"", "oslo", "partners/", "partner/oslo", "partners/Oslo",
        "partners/../x", "partners/a/b", "/x"}) {
    EXPECT_TRUE(FailsWith(AddPrincipal(directory_, {.name = name}),
                          "PRINCIPAL_NAME_INVALID"))
        << name;
  }
}

TEST_F(PrincipalsTest, AreAddedOnce) {
  const auto path = AddPrincipal(directory_, {.name = "partners/oslo"});

  EXPECT_TRUE(FailsWith(AddPrincipal(directory_, {.name = "partners/oslo"}),
                        "PRINCIPAL_EXISTS"));

  EXPECT_EQ(Find(*path), "partners/oslo");
}

TEST_F(PrincipalsTest, GetANewTokenForTheOldOne) {
  const auto path = AddPrincipal(directory_, {.name = "partners/oslo"});
  const std::string before = parent_ / "before";
  ASSERT_TRUE(IsOk(WritePrivateFile(before, *ReadWholeFile(*path))));

  ASSERT_TRUE(IsOk(
      AddPrincipal(directory_, {.name = "partners/oslo", .rotate = true})));

  EXPECT_EQ(Find(*path), "partners/oslo");
  EXPECT_EQ(Find(before), "TOKEN_UNKNOWN");
  EXPECT_TRUE(FailsWith(
      AddPrincipal(directory_, {.name = "partners/rome", .rotate = true}),
      "PRINCIPAL_UNKNOWN"));
}

TEST_F(PrincipalsTest, GetTheirTokenWhereItIsWanted) {
  const auto usual = AddPrincipal(directory_, {.name = "partners/oslo"});
  NewPrincipal wanted = {.name = "partners/oslo",
                         .token_file = parent_ / "oslo.token",
                         .rotate = true};

  ASSERT_TRUE(IsOk(AddPrincipal(directory_, wanted)));

  EXPECT_EQ(Find(wanted.token_file), "partners/oslo");
  EXPECT_EQ(ModeOf(wanted.token_file), 0600U);
  EXPECT_FALSE(Exists(*usual)) << "it is of no use any more";
  EXPECT_TRUE(IsOk(AddPrincipal(directory_, wanted))) << "in its place";
  EXPECT_EQ(Find(wanted.token_file), "partners/oslo");
}

TEST_F(PrincipalsTest, OverwriteNoFileThatSomebodyNames) {
  NewPrincipal wanted = {.name = "partners/oslo",
                         .token_file = parent_ / "precious"};
  ASSERT_TRUE(IsOk(WritePrivateFile(wanted.token_file, "two words\n")));

  EXPECT_TRUE(FailsWith(AddPrincipal(directory_, wanted), "TOKEN_FILE_EXISTS"));
  ASSERT_TRUE(IsOk(AddPrincipal(directory_, {.name = "partners/oslo"})));
  wanted.rotate = true;
  EXPECT_TRUE(FailsWith(AddPrincipal(directory_, wanted), "TOKEN_FILE_EXISTS"));

  EXPECT_EQ(*ReadWholeFile(wanted.token_file), "two words\n");
  EXPECT_EQ(Find(directory_.token("partner-oslo")), "partners/oslo");
}

TEST_F(PrincipalsTest, AreNotAddedWhereTheirTokenCannotBeWritten) {
  EXPECT_TRUE(FailsWith(
      AddPrincipal(directory_, {.name = "partners/oslo",
                                .token_file = parent_ / "nowhere/token"}),
      "FILE_UNUSABLE"));

  EXPECT_EQ(Count(), OwnCredentials().size());
}

TEST_F(PrincipalsTest, AreRemovedWithTheirToken) {
  const auto path = AddPrincipal(directory_, {.name = "partners/oslo"});
  const std::string copy = parent_ / "copy";
  ASSERT_TRUE(IsOk(WritePrivateFile(copy, *ReadWholeFile(*path))));

  ASSERT_TRUE(IsOk(RemovePrincipal(directory_, "partners/oslo")));

  EXPECT_FALSE(Exists(*path));
  EXPECT_EQ(Find(copy), "TOKEN_UNKNOWN");
  EXPECT_TRUE(FailsWith(RemovePrincipal(directory_, "partners/oslo"),
                        "PRINCIPAL_UNKNOWN"));
}

TEST_F(PrincipalsTest, LeaveATokenThatIsNotTheirs) {
  const auto path = AddPrincipal(directory_, {.name = "partners/oslo"});
  ASSERT_TRUE(IsOk(WritePrivateFile(*path, "of-somebody-else\n")));

  ASSERT_TRUE(IsOk(RemovePrincipal(directory_, "partners/oslo")));

  EXPECT_EQ(*ReadWholeFile(*path), "of-somebody-else\n");
}

TEST_F(PrincipalsTest, ThatTheInstallationNeedsStay) {
  for (const Credential& credential : OwnCredentials()) {
    EXPECT_TRUE(FailsWith(RemovePrincipal(directory_, credential.name),
                          "PRINCIPAL_NEEDED"));
  }
  ASSERT_TRUE(IsOk(
      AddPrincipal(directory_, {.name = "editors/local", .rotate = true})));
  EXPECT_EQ(Find(directory_.token("editor")), "editors/local");
}

TEST_F(PrincipalsTest, AreNotLostWhereManyAreAddedAtOnce) {
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this, i] {
      EXPECT_TRUE(IsOk(AddPrincipal(
          directory_, {.name = "partners/p" + std::to_string(i)})));
      EXPECT_TRUE(IsOk(MakeCredentials(directory_)));
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(Count(), OwnCredentials().size() + kThreads);
}

TEST(PrincipalsElsewhereTest, NeedAnInstallation) {
  const TemporaryDirectory parent;
  const DataDirectory directory(parent / "data");

  EXPECT_TRUE(FailsWith(AddPrincipal(directory, {.name = "partners/oslo"}),
                        "NOT_INITIALIZED"));
  EXPECT_TRUE(FailsWith(ListPrincipals(directory), "NOT_INITIALIZED"));
  EXPECT_FALSE(Exists(directory.root()));
}

}  // namespace
}  // namespace vigil::launcher
