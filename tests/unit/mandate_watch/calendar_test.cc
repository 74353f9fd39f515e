#include "services/mandate_watch/calendar.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

std::string Shown(const std::optional<SessionDates>& dates) {
  if (!dates) return "unknown";
  return absl::StrCat(FormatDate(dates->start), "/", FormatDate(dates->end),
                      dates->is_tentative ? " tentative" : "");
}

// Three sessions of one place in the year, whose middle one is usual.
Calendar Springs() {
  Calendar calendar;
  calendar.Put(MakeSession(1, "2024-02-26", "2024-04-06"));
  calendar.Put(MakeSession(4, "2025-02-24", "2025-04-05"));
  calendar.Put(MakeSession(7, "2026-02-23", "2026-04-01"));
  return calendar;
}

TEST(CalendarTest, RecordedDaysAreGivenAsTheyAre) {
  EXPECT_EQ(Shown(HrcCalendar().DatesOf(61)), "2026-02-23/2026-04-01");
}

TEST(CalendarTest, TheNextSessionOpensOnAMondayInLateFebruary) {
  const std::optional<SessionDates> dates = HrcCalendar().DatesOf(64);

  EXPECT_EQ(Shown(dates), "2027-02-22/2027-03-31 tentative");
  EXPECT_EQ(dates->estimate_rule,
            "estimated from sessions 61, 58, 55, 52, 49, 46, 43; their median "
            "day of the year, 55, is 2027-02-24, the nearest Monday "
            "2027-02-22; their median length is 37 days");
}

TEST(CalendarTest, RecordsWithoutDaysAreEstimated) {
  const Calendar calendar = HrcCalendar();

  EXPECT_EQ(Shown(calendar.DatesOf(62)), "2026-06-22/2026-07-16 tentative");
  EXPECT_EQ(Shown(calendar.DatesOf(63)), "2026-09-14/2026-10-13 tentative");
}

TEST(CalendarTest, AnUnfinishedRecordKeepsItsFirstDay) {
  Calendar calendar = Springs();
  calendar.Put(MakeSession(10, "2027-03-01", ""));

  EXPECT_EQ(Shown(calendar.DatesOf(10)), "2027-03-01/2027-04-10 tentative");
}

TEST(CalendarTest, OneOddSessionDoesNotMoveTheEstimate) {
  Calendar calendar = Springs();
  const std::string before = Shown(calendar.DatesOf(10));
  calendar.Put(MakeSession(4, "2025-05-05", "2025-12-05"));

  EXPECT_EQ(before, "2027-02-22/2027-04-03 tentative");
  EXPECT_EQ(Shown(calendar.DatesOf(10)), "2027-03-01/2027-04-10 tentative");
}

TEST(CalendarTest, TentativeSessionsAreNoBasis) {
  Calendar calendar = Springs();
  v1::Session announced = MakeSession(10, "2027-01-04", "2027-01-05");
  announced.set_date_status(v1::DATE_STATUS_TENTATIVE);
  calendar.Put(announced);

  EXPECT_EQ(Shown(calendar.DatesOf(10)), "2027-01-04/2027-01-05 tentative");
  EXPECT_EQ(Shown(calendar.DatesOf(13)), "2028-02-21/2028-04-01 tentative");
}

TEST(CalendarTest, WithoutASessionOfThatPlaceNothingIsEstimated) {
  EXPECT_EQ(Shown(Springs().DatesOf(8)), "unknown");
  EXPECT_EQ(Shown(Springs().DatesOf(1 - 3)), "unknown");
}

TEST(CalendarTest, SessionsAreEstimatedFor25YearsAndNoMore) {
  EXPECT_EQ(Springs().DatesOf(7 + 75)->start.year(), 2051);
  EXPECT_EQ(Shown(Springs().DatesOf(7 + 78)), "unknown");
}

TEST(CalendarTest, TheLastSessionOpenedCountsFromItsFirstDay) {
  const Calendar calendar = HrcCalendar();

  EXPECT_EQ(calendar.LastOpenedBy(Day("2023-04-08")), 52);
  EXPECT_EQ(calendar.LastOpenedBy(Day("2026-02-22")), 60);
  EXPECT_EQ(calendar.LastOpenedBy(Day("2026-02-23")), 61);
  EXPECT_EQ(calendar.LastOpenedBy(Day("2027-02-21")), 63);
  EXPECT_EQ(calendar.LastOpenedBy(Day("2027-02-22")), 64);
  EXPECT_EQ(calendar.LastOpenedBy(Day("2001-01-01")), std::nullopt);
}

TEST(CalendarTest, ListsWhatOpensUpToAYear) {
  const std::vector<int> numbers = HrcCalendar().NumbersUntil(2030);

  EXPECT_EQ(numbers.front(), 40);
  EXPECT_EQ(numbers.back(), 75);
  EXPECT_EQ(numbers.size(), 36);
}

TEST(CalendarTest, ARemovedSessionIsEstimatedAgain) {
  Calendar calendar = HrcCalendar();
  calendar.Put(MakeSession(64, "2027-03-01", "2027-04-02"));
  calendar.Remove(64);

  EXPECT_EQ(Shown(calendar.DatesOf(64)), "2027-02-22/2027-03-31 tentative");
}

}  // namespace
}  // namespace vigil::mandate_watch
