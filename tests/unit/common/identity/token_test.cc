#include "services/common/identity/token.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace vigil::identity {
namespace {

TEST(TokenTest, IsPrefixAndFortyThreeLetters) {
  const std::string token = GenerateToken();
  EXPECT_EQ(token.size(), 47U);
  EXPECT_EQ(token.substr(0, 4), "vgl_");
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                    "qrstuvwxyz0123456789-_"),
            std::string::npos);
}

TEST(TokenTest, NeverTheSameTwice) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) tokens.insert(GenerateToken());
  EXPECT_EQ(tokens.size(), 1000U);
}

TEST(TokenTest, HashDependsOnTheKey) {
  const std::string token = GenerateToken();
  const std::string hash = HashToken(std::string(kKeySize, 'a'), token);
  EXPECT_EQ(hash.size(), static_cast<size_t>(kTokenHashSize));
  EXPECT_EQ(hash, HashToken(std::string(kKeySize, 'a'), token));
  EXPECT_NE(hash, HashToken(std::string(kKeySize, 'b'), token));
}

TEST(TokenTest, KeyIsSixtyFourDigits) {
  EXPECT_EQ(GenerateKey().size(), 64U);
  EXPECT_NE(GenerateKey(), GenerateKey());
}

}  // namespace
}  // namespace vigil::identity
