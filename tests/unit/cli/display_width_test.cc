#include "services/cli/display_width.h"

#include <gtest/gtest.h>

namespace vigil::cli {
namespace {

TEST(DisplayWidthTest, CountsWhatAScreenShows) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("Chad"), 4U);
  EXPECT_EQ(DisplayWidth("Türkiye"), 7U);
  EXPECT_EQ(DisplayWidth("Côte d’Ivoire"), 13U);
  EXPECT_EQ(DisplayWidth("e\xcc\x81"), 1U) << "a mark on a letter";
  EXPECT_EQ(DisplayWidth("中国"), 4U);
  EXPECT_EQ(DisplayWidth("Россия"), 6U);
}

TEST(DisplayWidthTest, TakesBadBytesForOneColumnEach) {
  EXPECT_EQ(DisplayWidth("\xff\xfe"), 2U);
  EXPECT_EQ(DisplayWidth("a\xe4"), 2U);
}

TEST(FittedTest, CutsOnlyWhatDoesNotFit) {
  EXPECT_EQ(Fitted("abcde", 5), "abcde");
  EXPECT_EQ(Fitted("abcde", 4), "abc…");
  EXPECT_EQ(Fitted("中国中国", 6), "中国…");
  EXPECT_EQ(Fitted("abc", 0), "");
}

TEST(HarmlessTest, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(Harmless("a\x1b[31mb\nc\x7f"), "a [31mb c ");
  EXPECT_EQ(Harmless("a\xc2\x9b"
                     "b"),
            "a b")
      << "C1";
  EXPECT_EQ(Harmless("Türkiye"), "Türkiye");
}

}  // namespace
}  // namespace vigil::cli
