#include "services/common/api/filter.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"
#include "vigil/type/v1/regional_group.pb.h"

namespace vigil::api {
namespace {

struct Item {
  std::string name;
  std::vector<std::string> tags;
  std::optional<int64_t> total;
  bool is_held = false;
  std::optional<absl::CivilDay> start_date;
  int group = 0;
};

const FilterFields<Item>& Fields() {
  static const auto& fields = *new FilterFields<Item>(
      FilterFields<Item>()
          .Text("name", [](const Item& item) { return item.name; })
          .Texts("tags", [](const Item& item) { return item.tags; })
          .Number("total", [](const Item& item) { return item.total; })
          .Flag("held", [](const Item& item) { return item.is_held; })
          .Date("start_date", [](const Item& item) { return item.start_date; })
          .Enum("regional_group", type::v1::RegionalGroup_descriptor(),
                [](const Item& item) { return item.group; }));
  return fields;
}

Item China() {
  return {.name = "states/chn",
          .tags = {"lmg", "p5"},
          .total = 9,
          .is_held = true,
          .start_date = absl::CivilDay(2024, 1, 1),
          .group = type::v1::REGIONAL_GROUP_ASIA_PACIFIC};
}

bool Passes(const std::string& filter, const Item& item) {
  const auto keep = Fields().Compile(filter);
  EXPECT_TRUE(IsOk(keep)) << filter;
  return keep.ok() && (*keep)(item);
}

TEST(FilterTest, EverythingPassesAnEmptyFilter) {
  EXPECT_TRUE(Passes("", Item()));
}

TEST(FilterTest, WhatHoldsPasses) {
  for (const char* filter :
       {"name = states/chn",
        "name != \"states/rus\"",
        "name : CHN",
        "name:*",
        "tags:lmg",
        "tags:*",
        "total = 9",
        "total < 10",
        "total <= 9",
        "total > 8",
        "total >= 9",
        "total != 10",
        "held = true",
        "held != false",
        "start_date = 2024-01-01",
        "start_date > 2023-12-31",
        "start_date <= 2024-01-01",
        "regional_group = ASIA_PACIFIC",
        "regional_group = REGIONAL_GROUP_ASIA_PACIFIC",
        "regional_group != AFRICAN",
        "regional_group:*",
        "total < 10 AND held = true AND name = states/chn"}) {
    EXPECT_TRUE(Passes(filter, China())) << filter;
  }
}

TEST(FilterTest, WhatDoesNotHoldFails) {
  for (const char* filter :
       {"name = states/CHN", "name : rus", "tags:lm", "tags:\"*\"", "total < 9",
        "total > 9", "held = false", "start_date < 2024-01-01",
        "start_date > 2024-01-01", "regional_group = AFRICAN",
        "total < 10 AND held = false"}) {
    EXPECT_FALSE(Passes(filter, China())) << filter;
  }
}

TEST(FilterTest, WhatIsNotKnownOnlyDiffers) {
  for (const char* filter :
       {"total != 9", "start_date != 2024-01-01", "regional_group != AFRICAN",
        "name != x", "held = false"}) {
    EXPECT_TRUE(Passes(filter, Item())) << filter;
  }
  for (const char* filter :
       {"total < 9", "total >= 0", "total:*", "start_date < 2199-01-01",
        "start_date:*", "regional_group:*", "name:*", "tags:*", "tags:x"}) {
    EXPECT_FALSE(Passes(filter, Item())) << filter;
  }
}

TEST(FilterTest, RefusesWhatAFieldDoesNotTake) {
  for (const char* filter :
       {"name < a", "tags = lmg", "held < true", "held:true", "held = yes",
        "total = nine", "total = 9.5", "total = 99999999999999999999",
        "total:9", "start_date = 2024", "start_date = 2024-02-30",
        "regional_group = ASIA", "regional_group < AFRICAN",
        "regional_group = REGIONAL_GROUP_UNSPECIFIED"}) {
    EXPECT_TRUE(FailsWith(Fields().Compile(filter),
                          absl::StatusCode::kInvalidArgument, "FILTER_INVALID"))
        << filter;
  }
}

TEST(FilterTest, AnUnknownFieldIsNamedWithTheKnownOnes) {
  const auto keep = Fields().Compile("held = true AND colour = red");

  EXPECT_TRUE(FailsWith(keep, "FILTER_INVALID"));
  EXPECT_EQ(keep.status().message(),
            "filter: at position 17: there is no field colour; the fields are "
            "name, tags, total, held, start_date, regional_group");
}

TEST(FilterTest, AWrongEnumValueNamesTheRightOnes) {
  const auto keep = Fields().Compile("regional_group = X");
  EXPECT_TRUE(absl::StrContains(keep.status().message(),
                                "position 18: expected one of AFRICAN, "
                                "ASIA_PACIFIC"));
}

}  // namespace
}  // namespace vigil::api
