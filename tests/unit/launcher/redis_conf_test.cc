#include "services/launcher/redis_conf.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace vigil::launcher {
namespace {

TEST(RedisConfTest, KeepsWhatItAcknowledges) {
  const std::string conf = RedisConf("/data/redis", "/data/run/redis.sock");

  for (const char* const line :
       {"\nappendonly yes\n", "\nappendfsync always\n", "\nport 0\n",
        "\nmaxmemory-policy noeviction\n", "\nsave \"\"\n"}) {
    EXPECT_TRUE(absl::StrContains(conf, line)) << line;
  }
}

TEST(RedisConfTest, QuotesPaths) {
  EXPECT_TRUE(absl::StrContains(RedisConf("/a b", "/a\"b\\c.sock"),
                                "unixsocket \"/a\\\"b\\\\c.sock\"\n"
                                "unixsocketperm 700\n"
                                "dir \"/a b\"\n"));
}

}  // namespace
}  // namespace vigil::launcher
