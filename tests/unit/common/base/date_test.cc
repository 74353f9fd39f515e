#include "services/common/base/date.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace vigil {
namespace {

TEST(DateTest, ReadsWhatItWrites) {
  const absl::StatusOr<absl::CivilDay> day = ParseDate("2024-02-29");
  ASSERT_TRUE(IsOk(day));
  EXPECT_EQ(*day, absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(FormatDate(*day), "2024-02-29");
}

TEST(DateTest, RefusesWhatIsNoDay) {
  for (const char* text :
       {"", "2026", "2026-1-01", "2026-02-30", "2025-02-29", "2026-13-01",
        "2026-00-10", "2026-01-00", "+026-01-01", "2026/01/01", "2026-01-011",
        " 2026-01-01", "20260101--", "2026-0a-01"}) {
    EXPECT_TRUE(FailsWith(ParseDate(text), "INVALID_DATE")) << text;
  }
}

TEST(DateTest, YearsRunFrom1900To2200) {
  EXPECT_TRUE(FailsWith(ParseDate("1899-12-31"), "INVALID_DATE"));
  EXPECT_TRUE(IsOk(ParseDate("1900-01-01")));
  EXPECT_TRUE(IsOk(ParseDate("2200-12-31")));
  EXPECT_TRUE(FailsWith(ParseDate("2201-01-01"), "INVALID_DATE"));
}

TEST(DateTest, ADayBeginsAtMidnightUtc) {
  const absl::CivilDay day(2026, 11, 23);
  EXPECT_EQ(FormatDate(DayOf(StartOf(day))), "2026-11-23");
  EXPECT_EQ(FormatDate(DayOf(StartOf(day) - absl::Microseconds(1))),
            "2026-11-22");
}

}  // namespace
}  // namespace vigil
