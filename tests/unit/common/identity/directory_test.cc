#include "services/common/identity/directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "services/common/identity/token.h"
#include "tests/support/status_matchers.h"

namespace vigil::identity {
namespace {

const Principal kDemo = {.name = "partners/demo", .role = v1::ROLE_PARTNER};
const Principal kAlice = {.name = "editors/alice", .role = v1::ROLE_EDITOR};

// Files of principals in a temporary directory.
class DirectoryTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/vigil-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
    Write("key", std::string(64, 'a'));
    WritePrincipals({{kDemo, demo_token_}});
  }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name) << text;
    chmod((directory_ + "/" + name).c_str(), 0600);
  }

  void WritePrincipals(
      const std::vector<std::pair<Principal, std::string>>& principals) {
    std::string entries;
    for (const auto& [principal, token] : principals) {
      if (!entries.empty()) entries += ",";
      entries += R"({"name":")" + principal.name + R"(","role":")" +
                 v1::Role_Name(principal.role) + R"(","token_hash":")" +
                 HexHashToken(std::string(32, '\xaa'), token) + "\"}";
    }
    Write("principals", R"({"principals":[)" + entries + "]}");
  }

  std::unique_ptr<Directory> Open() {
    auto directory =
        Directory::Open(directory_ + "/principals", directory_ + "/key");
    EXPECT_TRUE(IsOk(directory));
    return *std::move(directory);
  }

  const std::string demo_token_ = GenerateToken();
  const std::string alice_token_ = GenerateToken();
  std::string directory_;
};

TEST_F(DirectoryTest, FindsWhoHasAToken) {
  const auto directory = Open();
  for (int i = 0; i < 2; ++i) {  // The second time from memory.
    const auto found = directory->Find(demo_token_);
    ASSERT_TRUE(IsOk(found));
    EXPECT_EQ(*found, kDemo);
  }
}

TEST_F(DirectoryTest, UnknownTokensAreUnauthenticated) {
  const auto directory = Open();
  for (const std::string& token :
       {alice_token_, std::string("x"), demo_token_ + "x",
        std::string(kMaxTokenSize + 1, 'x'), std::string(1 << 20, 'x')}) {
    EXPECT_TRUE(FailsWith(directory->Find(token),
                          absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN"));
  }
}

TEST_F(DirectoryTest, ReadsTheBearerScheme) {
  const auto directory = Open();
  EXPECT_TRUE(IsOk(directory->Authenticate("Bearer " + demo_token_)));
  EXPECT_TRUE(IsOk(directory->Authenticate("bearer " + demo_token_)));
  for (const std::string& header :
       {std::string(), std::string("Bearer "), std::string("Bearer"),
        demo_token_, "Basic " + demo_token_}) {
    EXPECT_TRUE(FailsWith(directory->Authenticate(header),
                          absl::StatusCode::kUnauthenticated, "TOKEN_MISSING"));
  }
}

TEST_F(DirectoryTest, ReloadForgetsAndLearns) {
  const auto directory = Open();
  ASSERT_TRUE(IsOk(directory->Find(demo_token_)));

  WritePrincipals({{kAlice, alice_token_}});
  ASSERT_TRUE(IsOk(directory->Reload()));

  EXPECT_TRUE(FailsWith(directory->Find(demo_token_), "TOKEN_UNKNOWN"));
  const auto alice = directory->Find(alice_token_);
  ASSERT_TRUE(IsOk(alice));
  EXPECT_EQ(*alice, kAlice);
}

TEST_F(DirectoryTest, ReloadOfABadFileKeepsTheOldOne) {
  const auto directory = Open();

  Write("principals", "{");

  EXPECT_TRUE(FailsWith(directory->Reload(), "PRINCIPALS_FILE_INVALID"));
  EXPECT_TRUE(IsOk(directory->Find(demo_token_)));
}

TEST_F(DirectoryTest, DoesNotOpenWithABadFile) {
  Write("principals", "{");
  EXPECT_TRUE(FailsWith(
      Directory::Open(directory_ + "/principals", directory_ + "/key"),
      "PRINCIPALS_FILE_INVALID"));
}

TEST_F(DirectoryTest, WhatOneDirectoryKnowsAnotherDoesNot) {
  const auto first = Open();
  ASSERT_TRUE(IsOk(first->Find(demo_token_)));
  const Directory second(std::string(32, 'b'), v1::Principals());
  EXPECT_TRUE(FailsWith(second.Find(demo_token_), "TOKEN_UNKNOWN"));
}

TEST_F(DirectoryTest, IsReadWhileItIsReloaded) {
  const auto directory = Open();
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!stop) EXPECT_TRUE(IsOk(directory->Find(demo_token_)));
    });
  }
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(IsOk(directory->Reload()));
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace vigil::identity
