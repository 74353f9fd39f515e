#include "services/mandate_watch/decide.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

using google::protobuf::FieldMask;

const absl::CivilDay kToday(2026, 11, 23);

class DecideTest : public testing::Test {
 protected:
  DecideTest() {
    model.Evolve(RecordedEvent(MakeSession(61, "2026-02-23", "2026-04-01")));
    model.Evolve(RecordedEvent(MakeMandate()));
  }

  v1::LapseMandateRequest LapseOn(absl::string_view day) {
    v1::LapseMandateRequest request;
    request.set_name(kBelarus);
    *request.mutable_state_date() = api::ToProto(Day(day));
    *request.mutable_source() = SomeSource();
    return request;
  }

  Model model;
};

TEST_F(DecideTest, CreateRecordsWithoutWhatIsOutputOnly) {
  v1::Mandate mandate = MakeMandate("sr-iran");
  mandate.set_renewal_status(v1::RENEWAL_STATUS_DUE);
  mandate.set_etag("x");

  const auto change = DecideCreate(model, mandate, kToday);

  ASSERT_TRUE(IsOk(change));
  ASSERT_EQ(change->events.size(), 1);
  const v1::Mandate& recorded = change->events[0].mandate_recorded();
  EXPECT_EQ(recorded.renewal_status(), v1::RENEWAL_STATUS_UNSPECIFIED);
  EXPECT_EQ(recorded.etag(), "");
  EXPECT_EQ(change->response.renewal_status(), v1::RENEWAL_STATUS_NEEDS_REVIEW);
  EXPECT_NE(change->response.etag(), "");
}

TEST_F(DecideTest, CreateRefusesATakenName) {
  EXPECT_TRUE(FailsWith(DecideCreate(model, MakeMandate(), kToday),
                        "RESOURCE_ALREADY_EXISTS"));
}

TEST_F(DecideTest, CreateNamesTheFieldsAtFault) {
  v1::Mandate mandate = MakeMandate("sr-iran");
  mandate.clear_source();

  const auto change = DecideCreate(model, mandate, kToday);

  EXPECT_TRUE(
      FailsWith(change, absl::StatusCode::kInvalidArgument, "INVALID_FIELD"));
  EXPECT_EQ(FieldViolationsOf(change.status())[0].field,
            "mandate.source.citation");
}

TEST_F(DecideTest, CreateStopsAtTheLimit) {
  for (int i = 0; i < 1'998; ++i) {
    model.Evolve(RecordedEvent(MakeMandate(absl::StrCat("m", i))));
  }
  const auto last = DecideCreate(model, MakeMandate("last"), kToday);
  ASSERT_TRUE(IsOk(last));
  model.Evolve(last->events[0]);

  EXPECT_TRUE(FailsWith(DecideCreate(model, MakeMandate("more"), kToday),
                        "TOO_MANY_RECORDS"));
}

TEST_F(DecideTest, ARenewalNeedsItsMandateAndItsSession) {
  EXPECT_TRUE(IsOk(DecideCreate(model, MakeRenewal(61, ""), kToday)));
  EXPECT_TRUE(
      IsOk(DecideCreate(model, MakeRenewal(64, ""), Day("2027-03-01"))));
  EXPECT_TRUE(FailsWith(
      DecideCreate(model, MakeRenewal(61, "", "bodies/hrc/mandates/x"), kToday),
      "RESOURCE_NOT_FOUND"));
  EXPECT_TRUE(FailsWith(DecideCreate(model, MakeRenewal(62, ""), kToday),
                        "SESSION_NOT_KNOWN"));
}

TEST_F(DecideTest, NothingIsRenewedBeforeItsSessionOpens) {
  EXPECT_TRUE(
      FailsWith(DecideCreate(model, MakeRenewal(61, ""), Day("2026-02-21")),
                absl::StatusCode::kFailedPrecondition, "NOT_ADOPTED_YET"));
  EXPECT_TRUE(IsOk(DecideCreate(model, MakeRenewal(61, ""), Day("2026-02-22"))))
      << "the day begins earlier elsewhere";
}

TEST_F(DecideTest, NothingIsRenewedOnADayToCome) {
  EXPECT_TRUE(
      FailsWith(DecideCreate(model, MakeRenewal(61, "2026-11-25"), kToday),
                "NOT_ADOPTED_YET"));
  EXPECT_TRUE(IsOk(DecideCreate(model, MakeRenewal(61, "2026-11-24"), kToday)));
}

TEST_F(DecideTest, UpdateWithoutADifferenceWritesNothing) {
  FieldMask mask;
  mask.add_paths("term_years");

  const auto change = DecideUpdate(model, MakeMandate(), mask, kToday);

  ASSERT_TRUE(IsOk(change));
  EXPECT_TRUE(change->events.empty());
}

TEST_F(DecideTest, UpdateAsksForTheEtagAndForKnownFields) {
  v1::Mandate mandate = MakeMandate("sr-belarus", 2);
  FieldMask mask;
  mask.add_paths("term_years");
  mandate.set_etag("W/\"other\"");
  EXPECT_TRUE(
      FailsWith(DecideUpdate(model, mandate, mask, kToday), "ETAG_MISMATCH"));
  mandate.clear_etag();
  EXPECT_TRUE(IsOk(DecideUpdate(model, mandate, mask, kToday)));
  mask.add_paths("state");
  EXPECT_TRUE(FailsWith(DecideUpdate(model, mandate, mask, kToday),
                        "FIELD_MASK_INVALID"));
}

TEST_F(DecideTest, WhatIsReferredToIsNotDeleted) {
  model.Evolve(RecordedEvent(MakeRenewal(61, "2026-03-30")));

  EXPECT_TRUE(FailsWith(DecideDelete<v1::Mandate>(model, kBelarus, ""),
                        "RESOURCE_IN_USE"));
  EXPECT_TRUE(
      FailsWith(DecideDelete<v1::Session>(model, SessionName(kHrc, 61), ""),
                "RESOURCE_IN_USE"));
  EXPECT_TRUE(
      DecideDelete<v1::Renewal>(model, MakeRenewal(61, "").name(), "").ok());
}

TEST_F(DecideTest, AMandateLapsesOnceAndComesBack) {
  const auto lapsed = DecideLapse(model, LapseOn("2026-07-07"), kToday);
  ASSERT_TRUE(IsOk(lapsed));
  EXPECT_EQ(lapsed->response.renewal_status(), v1::RENEWAL_STATUS_LAPSED);
  model.Evolve(lapsed->events[0]);
  const auto again = DecideLapse(model, LapseOn("2026-07-07"), kToday);
  EXPECT_TRUE(FailsWith(again, "MANDATE_NOT_ACTIVE"));
  EXPECT_EQ(MetadataOf(again.status()).at("mandate_state"), "LAPSED");

  v1::RestoreMandateRequest restore;
  restore.set_name(kBelarus);
  const auto restored = DecideRestore(model, restore, kToday);
  ASSERT_TRUE(IsOk(restored));
  EXPECT_FALSE(restored->response.has_state_date());
  model.Evolve(restored->events[0]);
  EXPECT_TRUE(
      FailsWith(DecideRestore(model, restore, kToday), "MANDATE_ACTIVE"));
}

TEST_F(DecideTest, NothingIsRenewedAfterItWent) {
  model.Evolve(RecordedEvent(MakeRenewal(61, "2026-03-30")));
  EXPECT_TRUE(FailsWith(DecideLapse(model, LapseOn("2026-03-29"), kToday),
                        "RENEWED_SINCE"));
  const auto lapsed = DecideLapse(model, LapseOn("2026-03-30"), kToday);
  ASSERT_TRUE(IsOk(lapsed));
  model.Evolve(lapsed->events[0]);

  EXPECT_TRUE(IsOk(DecideCreate(model, MakeRenewal(0, "2026-03-30"), kToday)));
  EXPECT_TRUE(
      FailsWith(DecideCreate(model, MakeRenewal(0, "2026-03-31"), kToday),
                "MANDATE_NOT_ACTIVE"));
}

}  // namespace
}  // namespace vigil::mandate_watch
