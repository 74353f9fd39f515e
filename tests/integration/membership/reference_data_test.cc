#include <chrono>
#include <map>
#include <set>

#include "services/common/base/clock.h"
#include "tests/integration/membership/service_fixture.h"

namespace vigil::membership {
namespace {

constexpr int kSeats = 47;

class ReferenceDataTest : public ServiceFixture {
 protected:
  void SetUp() override {
    ServiceFixture::SetUp();
    const auto start = SteadyNow();
    const auto summary = Import(ReferenceData());
    const auto took = SteadyNow() - start;
    ASSERT_TRUE(IsOk(summary));
    EXPECT_EQ(summary->refused_count(), 0);
    EXPECT_LT(took, std::chrono::seconds(5)) << "the service is slow";
    RecordProperty(
        "import_ms",
        static_cast<int>(
            std::chrono::duration_cast<std::chrono::milliseconds>(took)
                .count()));
  }
};

TEST_F(ReferenceDataTest, TheSameTablesAgainChangeNothing) {
  const int64_t revision = replica_.core().revision();

  const auto again = Import(ReferenceData());

  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(again->created_count(), 0);
  EXPECT_EQ(again->updated_count(), 0);
  EXPECT_EQ(again->unchanged_count(), again->row_count());
  EXPECT_EQ(replica_.core().revision(), revision);
}

TEST_F(ReferenceDataTest, OneImportIsOneEntry) {
  EXPECT_EQ(replica_.core().revision(), 1);
}

TEST_F(ReferenceDataTest, TheCouncilOfJune2023HasFortySevenMembers) {
  std::map<type::v1::RegionalGroup, int> seats;
  std::set<std::string> states;
  for (const v1::Member& member : Members("2023-06-01")) {
    ++seats[member.regional_group()];
    states.insert(member.state());
  }

  EXPECT_EQ(states.size(), kSeats);
  EXPECT_EQ(seats[type::v1::REGIONAL_GROUP_AFRICAN], 13);
  EXPECT_EQ(seats[type::v1::REGIONAL_GROUP_ASIA_PACIFIC], 13);
  EXPECT_EQ(seats[type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN], 6);
  EXPECT_EQ(seats[type::v1::REGIONAL_GROUP_LATIN_AMERICAN_AND_CARIBBEAN], 8);
  EXPECT_EQ(seats[type::v1::REGIONAL_GROUP_WESTERN_EUROPEAN_AND_OTHER], 7);
  EXPECT_TRUE(states.contains("states/cze"));
  EXPECT_FALSE(states.contains("states/rus"));
}

TEST_F(ReferenceDataTest, AllSeatsAreFilledEachMarch) {
  for (int year = 2007; year <= 2026; ++year) {
    const std::string day = absl::StrCat(year, "-03-01");
    // Libya's rights were suspended on 1 March 2011.
    EXPECT_EQ(Members(day, true).size(), kSeats) << day;
    EXPECT_EQ(Members(day).size(), year == 2011 ? kSeats - 1 : kSeats) << day;
  }
}

TEST_F(ReferenceDataTest, SixteenStatesScoreUnderTenIn2023) {
  v1::ListFreedomScoresRequest request;
  request.set_parent("states/-");
  request.set_filter("total < 10");
  request.set_page_size(1000);
  *request.mutable_as_of() = Date("2023-06-01");

  const auto answer = Call<v1::ListFreedomScoresResponse>(
      reader_, "StateService/ListFreedomScores", request);

  ASSERT_TRUE(IsOk(answer));
  std::set<std::string> states;
  for (const v1::FreedomScore& score : answer->freedom_scores()) {
    EXPECT_EQ(score.edition(), 2023);
    states.insert(score.name().substr(7, 3));
  }
  const std::set<std::string> expected = {
      "afg", "aze", "blr", "caf", "chn", "gnq", "eri", "mmr",
      "prk", "sau", "som", "ssd", "syr", "tjk", "tkm", "yem"};
  EXPECT_EQ(states, expected);
}

TEST_F(ReferenceDataTest, ThereAreThe193MembersOfTheUnitedNations) {
  v1::ListStatesRequest request;
  request.set_page_size(1000);
  const auto answer =
      Call<v1::ListStatesResponse>(reader_, "StateService/ListStates", request);
  ASSERT_TRUE(IsOk(answer));
  EXPECT_EQ(answer->states_size(), 193);
}

TEST_F(ReferenceDataTest, ASnapshotHoldsEverything) {
  Model restored;
  ASSERT_TRUE(IsOk(restored.Restore(model_.Serialize())));
  EXPECT_EQ(restored.Serialize(), model_.Serialize());
  EXPECT_EQ(MembersOf(restored, "bodies/hrc", absl::CivilDay(2023, 6, 1), false)
                .size(),
            kSeats);
}

}  // namespace
}  // namespace vigil::membership
