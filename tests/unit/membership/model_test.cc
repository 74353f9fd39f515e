#include "services/membership/model.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/membership/records_builder.h"

namespace vigil::membership {
namespace {

ledger::Entry EntryOf(const std::vector<v1::Event>& events) {
  ledger::Entry entry;
  entry.set_event_type("vigil.membership.v1.Event");
  for (const v1::Event& event : events) {
    entry.add_events(event.SerializeAsString());
  }
  return entry;
}

v1::Event Recorded(const v1::State& state) {
  v1::Event event;
  *event.mutable_state_recorded() = state;
  return event;
}

TEST(ModelTest, ARecordBearsAnEtagThatChangesWithIt) {
  Model model;
  model.Put(State("chn"));
  const std::string etag = model.Find<v1::State>("states/chn")->etag();
  EXPECT_FALSE(etag.empty());

  v1::State changed = State("chn");
  changed.set_note("different");
  model.Put(changed);

  EXPECT_NE(model.Find<v1::State>("states/chn")->etag(), etag);
}

TEST(ModelTest, WhoRefersToARecordIsKnown) {
  Model model = SmallModel();
  model.Put(Term("chn", "2024-01-01", "2027-01-01"));

  EXPECT_EQ(model.ReferrerOf("states/chn"), "bodies/hrc/terms/chn-2024");
  EXPECT_EQ(model.ReferrerOf("states/jpn"), "");

  model.Delete("bodies/hrc/terms/chn-2024");
  EXPECT_EQ(model.ReferrerOf("states/chn"), "");
}

TEST(ModelTest, AReferenceThatIsReplacedIsForgotten) {
  Model model = SmallModel();
  v1::Term later = Term("jpn", "2027-01-01", "2028-01-01");
  later.set_fills("bodies/hrc/terms/chn-2024");
  model.Put(later);
  EXPECT_EQ(model.ReferrerOf("bodies/hrc/terms/chn-2024"), later.name());

  later.clear_fills();
  model.Put(later);

  EXPECT_EQ(model.ReferrerOf("bodies/hrc/terms/chn-2024"), "");
}

TEST(ModelTest, AnEntryAppliesAsAWhole) {
  Model model;
  v1::Event deleted;
  deleted.set_record_deleted("states/chn");

  ASSERT_TRUE(IsOk(model.Apply(
      EntryOf({Recorded(State("chn")), Recorded(State("jpn")), deleted}), 1)));

  EXPECT_EQ(model.Find<v1::State>("states/chn"), nullptr);
  EXPECT_NE(model.Find<v1::State>("states/jpn"), nullptr);
}

TEST(ModelTest, AnEntryThatIsNotUnderstoodChangesNothing) {
  Model model;
  EXPECT_TRUE(
      FailsWith(model.Apply(EntryOf({Recorded(State("chn")), v1::Event()}), 1),
                absl::StatusCode::kDataLoss, "EVENT_UNKNOWN"));
  EXPECT_EQ(model.Find<v1::State>("states/chn"), nullptr);

  ledger::Entry foreign = EntryOf({Recorded(State("chn"))});
  foreign.set_event_type("vigil.alerts.v1.Event");
  EXPECT_TRUE(FailsWith(model.Apply(foreign, 1), "EVENT_UNKNOWN"));

  ledger::Entry broken = EntryOf({});
  broken.add_events("\xFF");
  EXPECT_TRUE(FailsWith(model.Apply(broken, 1), "EVENT_UNKNOWN"));
}

TEST(ModelTest, ASnapshotRestoresRecordsAndReferences) {
  Model model = SmallModel();
  model.Put(Score("chn", 2023, 9));
  model.Put(Grouping("lmg"));
  model.Put(Claim("lmg", "chn"));
  model.Put(Term("chn", "2024-01-01", "2027-01-01"));
  model.Put(Candidacy("jpn"));

  Model restored;
  restored.Put(State("old"));
  ASSERT_TRUE(IsOk(restored.Restore(model.Serialize())));

  EXPECT_EQ(restored.Serialize(), model.Serialize());
  EXPECT_EQ(restored.ReferrerOf("groupings/lmg"), "groupings/lmg/claims/chn");
  EXPECT_EQ(restored.Find<v1::State>("states/old"), nullptr);
}

TEST(ModelTest, ABrokenSnapshotIsRefused) {
  Model model;
  EXPECT_TRUE(FailsWith(model.Restore({"\x05xx"}), absl::StatusCode::kDataLoss,
                        "SNAPSHOT_UNREADABLE"));
}

TEST(ModelTest, InitialEventsComeAfterWhatTheyReferTo) {
  Model model = SmallModel();
  model.Put(Term("chn", "2024-01-01", "2027-01-01"));
  model.Put(Candidacy("jpn"));
  Model other;
  for (const v1::Event& event : model.ToEvents()) {
    if (event.has_term_recorded()) {
      EXPECT_NE(other.Find<v1::State>("states/chn"), nullptr);
      EXPECT_NE(other.Find<v1::Body>("bodies/hrc"), nullptr);
    }
    ASSERT_TRUE(IsOk(other.Evolve(event)));
  }
  EXPECT_EQ(other.Serialize(), model.Serialize());
}

}  // namespace
}  // namespace vigil::membership
