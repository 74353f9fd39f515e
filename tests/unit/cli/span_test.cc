#include "services/cli/span.h"

#include <gtest/gtest.h>

namespace vigil::cli {
namespace {

TEST(SpanTest, IsAWholeNumberAndAUnit) {
  EXPECT_EQ(ParseSpan("180d").value(), absl::Hours(180 * 24));
  EXPECT_EQ(ParseSpan("26w").value(), absl::Hours(26 * 7 * 24));
  EXPECT_EQ(ParseSpan("12h").value(), absl::Hours(12));
  EXPECT_EQ(ParseSpan("30m").value(), absl::Minutes(30));
  EXPECT_EQ(ParseSpan("45s").value(), absl::Seconds(45));
  EXPECT_EQ(ParseSpan("250ms").value(), absl::Milliseconds(250));
  EXPECT_EQ(ParseSpan("0d").value(), absl::ZeroDuration());
}

TEST(SpanTest, IsNothingElse) {
  for (const char* const text : {"", "d", "180", "180 d", "-1d", "+1d", "1.5d",
                                 "1y", "1d2h", "0x1d", "99999999999d"}) {
    EXPECT_FALSE(ParseSpan(text).ok()) << text;
  }
}

TEST(SpanTest, IsAtMostAHundredThousandDays) {
  EXPECT_TRUE(ParseSpan("100000d").ok());
  EXPECT_FALSE(ParseSpan("100001d").ok());
}

}  // namespace
}  // namespace vigil::cli
