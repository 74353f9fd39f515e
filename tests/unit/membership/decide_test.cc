#include "services/membership/decide.h"

#include <gtest/gtest.h>

#include "services/membership/candidacies.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/membership/records_builder.h"

namespace vigil::membership {
namespace {

constexpr char kElection[] = "bodies/hrc/elections/election-2027";
constexpr char kChina[] = "bodies/hrc/elections/election-2027/candidacies/chn";

// Applies what was decided.
template <typename Answer>
void Take(Model& model, const absl::StatusOr<Change<Answer>>& change) {
  ASSERT_TRUE(vigil::IsOk(change));
  for (const v1::Event& event : change->events) {
    ASSERT_TRUE(IsOk(model.Evolve(event)));
  }
}

NewRecord<v1::Term> NewTerm(const v1::Term& term) {
  return {.parent = "bodies/hrc", .path = "term", .record = term};
}

google::protobuf::FieldMask Mask(const std::string& path) {
  google::protobuf::FieldMask mask;
  mask.add_paths(path);
  return mask;
}

TEST(DecideTest, ARecordIsNamedByWhatItSays) {
  Model model = SmallModel();
  const auto state =
      DecideCreate(model, NewRecord<v1::State>{.record = State("usa")});
  ASSERT_TRUE(IsOk(state));
  EXPECT_EQ(state->response.name(), "states/usa");

  const auto score = DecideCreate(
      model, NewRecord<v1::FreedomScore>{.parent = "states/chn",
                                         .record = Score("chn", 2023, 9)});
  ASSERT_TRUE(IsOk(score));
  EXPECT_EQ(score->response.name(), "states/chn/freedomScores/fiw-2023");
}

TEST(DecideTest, TheSecondTermOfAYearBearsTheMonth) {
  Model model = SmallModel();
  Take(model,
       DecideCreate(model, NewTerm(Term("chn", "2024-01-01", "2024-03-01"))));
  const auto second =
      DecideCreate(model, NewTerm(Term("chn", "2024-05-10", "2027-01-01")));
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(second->response.name(), "bodies/hrc/terms/chn-2024-05");
}

TEST(DecideTest, TheAnswerBearsAnEtagAndTheEventNone) {
  const auto change = DecideCreate(
      SmallModel(), NewTerm(Term("chn", "2024-01-01", "2027-01-01")));
  ASSERT_TRUE(IsOk(change));
  EXPECT_FALSE(change->response.etag().empty());
  ASSERT_EQ(change->events.size(), 1);
  EXPECT_EQ(change->events[0].term_recorded().etag(), "");
}

TEST(DecideTest, TheGroupIsTheStatesWhereNoneIsGiven) {
  v1::Term term = Term("chn", "2024-01-01", "2027-01-01");
  term.clear_regional_group();
  const auto change = DecideCreate(SmallModel(), NewTerm(term));
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.regional_group(),
            type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
}

TEST(DecideTest, WhatExistsIsNotCreatedAgain) {
  Model model = SmallModel();
  EXPECT_TRUE(FailsWith(
      DecideCreate(model, NewRecord<v1::State>{.record = State("chn")}),
      "RESOURCE_ALREADY_EXISTS"));
  EXPECT_TRUE(FailsWith(
      DecideCreate(
          model, NewRecord<v1::FreedomScore>{.parent = "states/usa",
                                             .record = Score("usa", 2023, 9)}),
      absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_TRUE(FailsWith(
      DecideCreate(model, NewRecord<v1::Body>{.id = "Hrc", .record = Body()}),
      "INVALID_FIELD"));
}

TEST(DecideTest, AnUpdateChangesOnlyWhatTheMaskNames) {
  Model model = SmallModel();
  v1::State update = State("chn");
  update.set_short_name("Cathay");
  update.set_note("ignored");
  const auto change = DecideUpdate(model, "state", update, Mask("short_name"));
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.short_name(), "Cathay");
  EXPECT_EQ(change->response.note(), "");
  EXPECT_EQ(change->events.size(), 1);
}

TEST(DecideTest, AnUpdateThatChangesNothingIsNotRecorded) {
  Model model = SmallModel();
  const auto change =
      DecideUpdate(model, "state", State("chn"), Mask("short_name"));
  ASSERT_TRUE(IsOk(change));
  EXPECT_TRUE(change->events.empty());
  EXPECT_EQ(change->response.etag(),
            model.Find<v1::State>("states/chn")->etag());
}

TEST(DecideTest, WhatIsImmutableOrStaleIsNotUpdated) {
  Model model = SmallModel();
  EXPECT_TRUE(
      FailsWith(DecideUpdate(model, "state", State("chn"), Mask("iso3")),
                "FIELD_MASK_INVALID"));
  v1::State stale = State("chn");
  stale.set_etag("W/\"old\"");
  EXPECT_TRUE(FailsWith(DecideUpdate(model, "state", stale, Mask("note")),
                        absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_TRUE(
      FailsWith(DecideUpdate(model, "state", State("usa"), Mask("note")),
                "RESOURCE_NOT_FOUND"));
}

TEST(DecideTest, WhatOthersReferToIsNotDeleted) {
  Model model = SmallModel();
  model.Put(Term("chn", "2024-01-01", "2027-01-01"));
  const auto refused = DecideDelete<v1::State>(model, "states/chn", "");
  EXPECT_TRUE(FailsWith(refused, absl::StatusCode::kFailedPrecondition,
                        "RESOURCE_IN_USE"));
  EXPECT_EQ(MetadataOf(refused.status()).at("referrer"),
            "bodies/hrc/terms/chn-2024");

  Take(model, DecideDelete<v1::Term>(model, "bodies/hrc/terms/chn-2024", ""));
  Take(model, DecideDelete<v1::State>(model, "states/chn", ""));
  EXPECT_EQ(model.Find<v1::State>("states/chn"), nullptr);
}

class CandidaciesTest : public testing::Test {
 protected:
  absl::StatusOr<Change<v1::Candidacy>> Announce(
      absl::string_view day, absl::string_view today = "2026-11-23") {
    v1::CreateCandidacyRequest request;
    request.set_parent(kElection);
    *request.mutable_candidacy() = Candidacy("chn");
    request.mutable_candidacy()->clear_announce_date();
    if (!day.empty()) {
      *request.mutable_candidacy()->mutable_announce_date() = Date(day);
    }
    return DecideAnnounce(model_, request, Day(today));
  }

  absl::StatusOr<Change<v1::Candidacy>> Withdraw(
      absl::string_view day, absl::string_view today = "2026-11-23") {
    v1::WithdrawCandidacyRequest request;
    request.set_name(kChina);
    if (!day.empty()) *request.mutable_withdraw_date() = Date(day);
    *request.mutable_source() = Source();
    return DecideWithdraw(model_, request, Day(today));
  }

  absl::StatusOr<Change<v1::Candidacy>> Conclude(
      v1::CandidacyState outcome, absl::string_view today = "2027-10-12") {
    v1::ConcludeCandidacyRequest request;
    request.set_name(kChina);
    request.set_outcome(outcome);
    request.set_votes(150);
    *request.mutable_source() = Source();
    return DecideConclude(model_, request, Day(today));
  }

  Model model_ = SmallModel();
};

TEST_F(CandidaciesTest, AnAnnouncementIsOfTodayWhereNoDayIsGiven) {
  const auto change = Announce("");
  ASSERT_TRUE(IsOk(change));
  EXPECT_EQ(change->response.name(), kChina);
  EXPECT_EQ(api::DayOf(change->response.announce_date()), Day("2026-11-23"));
  EXPECT_EQ(change->response.candidacy_state(), v1::CANDIDACY_STATE_ANNOUNCED);
}

TEST_F(CandidaciesTest, NothingIsAnnouncedForAfterTomorrow) {
  EXPECT_TRUE(IsOk(Announce("2026-11-24")));
  EXPECT_TRUE(FailsWith(Announce("2026-11-25"), "INVALID_FIELD"));
}

TEST_F(CandidaciesTest, AStandingCandidacyIsNotAnnouncedAgain) {
  Take(model_, Announce(""));
  EXPECT_TRUE(FailsWith(Announce(""), "RESOURCE_ALREADY_EXISTS"));
}

TEST_F(CandidaciesTest, AWithdrawnOneIsAnnouncedAnewFromThatDayOn) {
  Take(model_, Announce("2026-10-01"));
  Take(model_, Withdraw("2026-11-01"));

  EXPECT_TRUE(FailsWith(Announce("2026-10-31"), "CANDIDACY_WITHDRAWN_LATER"));
  Take(model_, Announce("2026-11-01"));

  const auto* candidacy = model_.Find<v1::Candidacy>(kChina);
  EXPECT_EQ(candidacy->candidacy_state(), v1::CANDIDACY_STATE_ANNOUNCED);
  EXPECT_FALSE(candidacy->has_withdraw_date());
}

TEST_F(CandidaciesTest, NobodyRunsInAnElectionThatIsOver) {
  v1::Election election = Election();
  for (const auto state :
       {v1::ELECTION_STATE_HELD, v1::ELECTION_STATE_CANCELLED}) {
    election.set_state(state);
    model_.Put(election);
    EXPECT_TRUE(FailsWith(Announce(""), "ELECTION_NOT_OPEN"));
  }
}

TEST_F(CandidaciesTest, OnlyAStandingCandidacyIsWithdrawn) {
  EXPECT_TRUE(FailsWith(Withdraw(""), "RESOURCE_NOT_FOUND"));
  Take(model_, Announce("2026-11-01"));
  EXPECT_TRUE(FailsWith(Withdraw("2026-10-31"), "INVALID_FIELD"));
  EXPECT_TRUE(FailsWith(Withdraw("2026-11-25"), "INVALID_FIELD"));
  Take(model_, Withdraw("2026-11-01"));
  const auto again = Withdraw("");
  EXPECT_TRUE(FailsWith(again, "CANDIDACY_NOT_STANDING"));
  EXPECT_EQ(MetadataOf(again.status()).at("candidacy_state"),
            "CANDIDACY_STATE_WITHDRAWN");
}

TEST_F(CandidaciesTest, ACandidacyIsConcludedFromTheDayOfTheElectionOn) {
  Take(model_, Announce(""));
  EXPECT_TRUE(FailsWith(Conclude(v1::CANDIDACY_STATE_ELECTED, "2027-10-11"),
                        "ELECTION_NOT_HELD"));
  EXPECT_TRUE(
      FailsWith(Conclude(v1::CANDIDACY_STATE_WITHDRAWN), "INVALID_FIELD"));
  Take(model_, Conclude(v1::CANDIDACY_STATE_NOT_ELECTED));
  EXPECT_EQ(model_.Find<v1::Candidacy>(kChina)->votes(), 150);
  EXPECT_TRUE(FailsWith(Conclude(v1::CANDIDACY_STATE_ELECTED),
                        "CANDIDACY_NOT_STANDING"));
  EXPECT_TRUE(FailsWith(Announce(""), "RESOURCE_ALREADY_EXISTS"));
}

}  // namespace
}  // namespace vigil::membership
