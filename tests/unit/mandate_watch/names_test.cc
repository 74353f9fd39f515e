#include "services/mandate_watch/names.h"

#include <gtest/gtest.h>

namespace vigil::mandate_watch {
namespace {

TEST(NamesTest, PartsOfNames) {
  const char renewal[] = "bodies/hrc/mandates/m/renewals/r";

  EXPECT_EQ(BodyOf(renewal), "bodies/hrc");
  EXPECT_EQ(BodyOf("bodies/hrc"), "bodies/hrc");
  EXPECT_EQ(MandateOf(renewal), "bodies/hrc/mandates/m");
}

TEST(NamesTest, SessionsAreNamedByBodyAndNumber) {
  EXPECT_EQ(SessionName("bodies/hrc", 64), "bodies/hrc/sessions/hrc-64");
  EXPECT_EQ(SessionNumber("bodies/hrc", "bodies/hrc/sessions/hrc-64"), 64);
  EXPECT_EQ(SessionNumber("bodies/hrc", "bodies/hrc/sessions/hrc-9999"), 9999);
}

TEST(NamesTest, OtherNamesAreNoSessions) {
  for (const char* name :
       {"", "bodies/hrc/sessions/hrc-064", "bodies/hrc/sessions/hrc-0",
        "bodies/hrc/sessions/hrc-10000", "bodies/hrc/sessions/hrc--1",
        "bodies/third/sessions/third-64", "bodies/hrc/sessions/64"}) {
    EXPECT_EQ(SessionNumber("bodies/hrc", name), std::nullopt) << name;
  }
}

TEST(NamesTest, RenewalsAreNamedByTheirText) {
  EXPECT_EQ(RenewalIdOf("A/HRC/RES/61/26"), "a-hrc-res-61-26");
  EXPECT_EQ(RenewalIdOf("A/HRC/RES/S-39/1"), "a-hrc-res-s-39-1");
  EXPECT_EQ(RenewalIdOf("CHR 1993/2 A"), "chr-1993-2-a");
  EXPECT_EQ(RenewalIdOf("61/26"), "r-61-26");
  EXPECT_EQ(RenewalIdOf("(?)"), "");
  EXPECT_EQ(RenewalIdOf(std::string(100, 'a')).size(), 63);
}

}  // namespace
}  // namespace vigil::mandate_watch
