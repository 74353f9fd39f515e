#include "services/common/api/dates.h"

#include <gtest/gtest.h>

#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"

namespace vigil::api {
namespace {

using google::protobuf::Timestamp;
using type::v1::Date;
using type::v1::DateInterval;

Date DateOf(int year, int month, int day) {
  Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(DateTest, RoundTrips) {
  const absl::CivilDay day(2024, 2, 29);
  const auto read = FromProto("start_date", ToProto(day));
  ASSERT_TRUE(IsOk(read));
  EXPECT_EQ(*read, day);
  EXPECT_EQ(DayOf(ToProto(day)), day);
}

TEST(DateTest, KeepsToTheYears1900To2200) {
  EXPECT_TRUE(IsOk(FromProto("d", DateOf(1900, 1, 1))));
  EXPECT_TRUE(IsOk(FromProto("d", DateOf(2200, 12, 31))));
  EXPECT_FALSE(IsOk(FromProto("d", DateOf(1899, 12, 31))));
  EXPECT_FALSE(IsOk(FromProto("d", DateOf(2201, 1, 1))));
}

TEST(DateTest, RefusesWhatIsNoDay) {
  for (const Date& date :
       {DateOf(2023, 2, 29), DateOf(2023, 0, 1), DateOf(2023, 13, 1),
        DateOf(2023, 1, 0), DateOf(2023, 4, 31), DateOf(2023, -1, 1), Date(),
        DateOf(2147483647, 2147483647, 2147483647),
        DateOf(-2147483647, -2147483647, -2147483647)}) {
    const auto read = FromProto("candidacy.announce_date", date);
    ASSERT_TRUE(
        FailsWith(read, absl::StatusCode::kInvalidArgument, "INVALID_FIELD"));
    EXPECT_EQ(FieldViolationsOf(read.status()).front().field,
              "candidacy.announce_date");
  }
}

TEST(TimestampTest, RoundTripsToTheMicrosecond) {
  for (const int64_t micros :
       {int64_t{0}, int64_t{1}, int64_t{1'795'000'000'123'456}, int64_t{-1},
        int64_t{-1'000'000}, int64_t{-1'000'001}}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    const Timestamp proto = ToProto(time);
    EXPECT_GE(proto.nanos(), 0);
    const auto read = FromProto("t", proto);
    ASSERT_TRUE(IsOk(read));
    EXPECT_EQ(*read, time);
  }
}

TEST(TimestampTest, DropsWhatIsFinerThanAMicrosecond) {
  Timestamp proto;
  proto.set_nanos(1999);
  EXPECT_EQ(TimeOf(proto), absl::FromUnixMicros(1));
}

TEST(TimestampTest, RefusesWhatProtobufForbids) {
  Timestamp proto;
  proto.set_nanos(999'999'999);
  EXPECT_TRUE(IsOk(FromProto("t", proto)));
  proto.set_nanos(1'000'000'000);
  EXPECT_FALSE(IsOk(FromProto("t", proto)));
  proto.set_nanos(-1);
  EXPECT_FALSE(IsOk(FromProto("t", proto)));
  proto.set_nanos(0);
  proto.set_seconds(253'402'300'799);
  EXPECT_TRUE(IsOk(FromProto("t", proto)));
  proto.set_seconds(253'402'300'800);
  EXPECT_FALSE(IsOk(FromProto("t", proto)));
  proto.set_seconds(-62'135'596'800);
  EXPECT_TRUE(IsOk(FromProto("t", proto)));
  proto.set_seconds(-62'135'596'801);
  EXPECT_FALSE(IsOk(FromProto("t", proto)));
}

TEST(DaySpanTest, IsHalfOpen) {
  const DaySpan span{absl::CivilDay(2026, 1, 1), absl::CivilDay(2029, 1, 1)};
  EXPECT_FALSE(span.Contains(absl::CivilDay(2025, 12, 31)));
  EXPECT_TRUE(span.Contains(absl::CivilDay(2026, 1, 1)));
  EXPECT_TRUE(span.Contains(absl::CivilDay(2028, 12, 31)));
  EXPECT_FALSE(span.Contains(absl::CivilDay(2029, 1, 1)));
  const DaySpan open{absl::CivilDay(2026, 1, 1), {}};
  EXPECT_TRUE(open.Contains(absl::CivilDay(2199, 1, 1)));
}

TEST(DaySpanTest, EndsAfterItStarts) {
  DateInterval interval;
  *interval.mutable_start_date() = DateOf(2026, 1, 1);
  EXPECT_EQ(*FromProto("term", interval),
            (DaySpan{absl::CivilDay(2026, 1, 1), {}}));
  *interval.mutable_end_date() = DateOf(2026, 1, 2);
  EXPECT_EQ(*FromProto("term", interval),
            (DaySpan{absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 1, 2)}));
  *interval.mutable_end_date() = DateOf(2026, 1, 1);
  EXPECT_EQ(
      FieldViolationsOf(FromProto("term", interval).status()).front().field,
      "term.end_date");
  EXPECT_EQ(FieldViolationsOf(FromProto("term", DateInterval()).status())
                .front()
                .field,
            "term.start_date");
}

}  // namespace
}  // namespace vigil::api
