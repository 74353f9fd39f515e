#include "services/common/base/log.h"

#include <gtest/gtest.h>

#include <cmath>

#include "services/common/base/json_text.h"

namespace vigil {
namespace {

std::string Json(absl::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

TEST(LogTest, WritesOneJsonObjectALine) {
  const absl::Time time = absl::FromUnixMicros(1'795'000'000'000'001);
  EXPECT_EQ(LogLine(time, LogLevel::kWarning, "store away",
                    {{"revision", 17},
                     {"state", "kStoreAway"},
                     {"ready", false},
                     {"seconds", 0.5}}),
            R"({"time":"2026-11-18T11:06:40.000001Z","level":"warning",)"
            R"("message":"store away","revision":17,"state":"kStoreAway",)"
            R"("ready":false,"seconds":0.5})"
            "\n");
}

TEST(LogTest, ANumberThatJsonCannotSayIsNull) {
  EXPECT_NE(LogLine(absl::UnixEpoch(), LogLevel::kInfo, "x", {{"n", NAN}})
                .find(R"("n":null)"),
            std::string::npos);
}

TEST(LogTest, CutsTextsAt8KiB) {
  const std::string fits(8192, 'x');
  EXPECT_EQ(LogLine(absl::UnixEpoch(), LogLevel::kInfo, fits, {}),
            LogLine(absl::UnixEpoch(), LogLevel::kInfo, fits + "y", {}));
}

TEST(JsonTextTest, EscapesWhatWouldEndTheStringOrTheLine) {
  EXPECT_EQ(Json("a\"b\\c\nd\x01\x7f"), R"("a\"b\\c\nd\u0001\u007f")");
}

TEST(JsonTextTest, KeepsUtf8AndReplacesWhatIsNone) {
  EXPECT_EQ(Json("Türkiye 🇹🇷"), "\"Türkiye 🇹🇷\"");
  for (const char* bad : {"\xff", "\xc0\x80", "\xed\xa0\x80",
                          "\xf5\x80\x80\x80", "\xe2\x82", "\xe0\x80\x80"}) {
    EXPECT_EQ(Json(bad).find(bad), std::string::npos) << bad;
    EXPECT_EQ(Json(bad).find("\"\xEF\xBF\xBD"), 0U) << bad;
  }
}

}  // namespace
}  // namespace vigil
