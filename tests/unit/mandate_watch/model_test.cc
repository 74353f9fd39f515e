#include "services/mandate_watch/model.h"

#include <gtest/gtest.h>

#include "services/mandate_watch/records.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

ledger::Entry EntryOf(const v1::Event& event) {
  ledger::Entry entry;
  entry.set_event_type(v1::Event::descriptor()->full_name());
  entry.add_events(event.SerializeAsString());
  return entry;
}

Model SmallModel() {
  Model model;
  model.Evolve(RecordedEvent(MakeSession(58, "2025-02-24", "2025-04-05")));
  model.Evolve(RecordedEvent(MakeSession(61, "2026-02-23", "2026-04-01")));
  model.Evolve(RecordedEvent(MakeMandate()));
  model.Evolve(RecordedEvent(MakeRenewal(61, "2026-03-30")));
  return model;
}

TEST(ModelTest, EntriesAreFolded) {
  Model model;

  EXPECT_TRUE(IsOk(model.Apply(EntryOf(RecordedEvent(MakeMandate())), 1)));

  ASSERT_NE(model.Find<v1::Mandate>(kBelarus), nullptr);
  EXPECT_EQ(model.Find<v1::Mandate>("bodies/hrc/mandates/x"), nullptr);
}

TEST(ModelTest, OtherEntriesAreUnreadableAndChangeNothing) {
  Model model;
  ledger::Entry entry = EntryOf(RecordedEvent(MakeMandate()));
  entry.add_events("\xFF");
  EXPECT_TRUE(StatusIs(model.Apply(entry, 1), absl::StatusCode::kDataLoss));
  EXPECT_TRUE(model.All<v1::Mandate>().empty());

  entry = EntryOf(RecordedEvent(MakeMandate()));
  entry.set_event_type("vigil.alerts.v1.Event");
  EXPECT_TRUE(StatusIs(model.Apply(entry, 1), absl::StatusCode::kDataLoss));
}

TEST(ModelTest, ASnapshotBringsEverythingBack) {
  const Model model = SmallModel();
  Model restored;

  ASSERT_TRUE(IsOk(restored.Restore(model.Serialize())));

  EXPECT_EQ(restored.Serialize(), model.Serialize());
  EXPECT_EQ(restored.CalendarOf(kHrc).RecordedNumbers(),
            (std::vector<int>{58, 61}));
  EXPECT_EQ(restored.RenewalsOf(kBelarus).size(), 1);
  EXPECT_TRUE(
      StatusIs(restored.Restore({"\xFF"}), absl::StatusCode::kDataLoss));
}

TEST(ModelTest, WhatIsDeletedIsForgotten) {
  Model model = SmallModel();
  v1::Event event;
  event.set_record_deleted(SessionName(kHrc, 61));
  model.Evolve(event);
  event.set_record_deleted(MakeRenewal(61, "").name());
  model.Evolve(event);

  EXPECT_EQ(model.CalendarOf(kHrc).RecordedNumbers(), std::vector<int>{58});
  EXPECT_TRUE(model.RenewalsOf(kBelarus).empty());
}

TEST(ModelTest, MandatesWithSimilarNamesKeepTheirRenewals) {
  Model model = SmallModel();
  model.Evolve(
      RecordedEvent(MakeRenewal(58, "", "bodies/hrc/mandates/sr-belarus-2")));

  EXPECT_EQ(model.RenewalsOf(kBelarus).size(), 1);
}

}  // namespace
}  // namespace vigil::mandate_watch
