#include "services/membership/fields.h"

#include <gtest/gtest.h>

#include <string>

#include "services/common/base/error.h"
#include "tests/unit/membership/records_builder.h"

namespace vigil::membership {
namespace {

// The fields at fault, joined by a blank.
template <typename Record>
std::string Faults(const Record& record) {
  std::string fields;
  for (const FieldViolation& violation :
       FieldViolationsOf(CheckFields(record).ToStatus(""))) {
    absl::StrAppend(&fields, fields.empty() ? "" : " ", violation.field);
  }
  return fields;
}

TEST(FieldsTest, GoodRecordsHaveNoFaults) {
  EXPECT_EQ(Faults(State("chn")), "");
  EXPECT_EQ(Faults(Score("chn", 2023, 9)), "");
  EXPECT_EQ(Faults(Grouping("lmg")), "");
  EXPECT_EQ(Faults(Claim("lmg", "chn")), "");
  EXPECT_EQ(Faults(Body()), "");
  EXPECT_EQ(Faults(Term("chn", "2024-01-01", "2027-01-01")), "");
  EXPECT_EQ(Faults(Election()), "");
  EXPECT_EQ(Faults(Candidacy("chn")), "");
}

TEST(FieldsTest, AllFaultsAreNamedAtOnce) {
  EXPECT_EQ(Faults(v1::State()),
            "iso3 display_name short_name source.citation");
  EXPECT_EQ(Faults(v1::Term()), "state start_date source.citation");
  EXPECT_EQ(Faults(v1::Election()),
            "display_name election_date date_confidence term_start_date "
            "seat_allocations source.citation");
}

TEST(FieldsTest, FaultsAreNamedByTheirPathInTheRequest) {
  const absl::Status status = CheckFields(v1::Grouping()).ToStatus("grouping");
  ASSERT_FALSE(FieldViolationsOf(status).empty());
  EXPECT_EQ(FieldViolationsOf(status)[0].field, "grouping.display_name");
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
}

TEST(FieldsTest, TextsHaveABound) {
  v1::State state = State("chn");
  state.set_display_name(std::string(kMaxTitleLength, 'x'));
  state.set_short_name(std::string(kMaxShortNameLength, 'x'));
  state.set_note(std::string(kMaxNoteLength, 'x'));
  EXPECT_EQ(Faults(state), "");

  state.mutable_display_name()->push_back('x');
  state.mutable_short_name()->push_back('x');
  state.mutable_note()->push_back('x');
  EXPECT_EQ(Faults(state), "display_name short_name note");
}

TEST(FieldsTest, CodesAreCapitalLettersOfOneLength) {
  for (const char* code : {"", "CH", "CHNX", "chn", "C1N", "C N"}) {
    v1::State state = State("chn");
    state.set_iso3(code);
    EXPECT_EQ(Faults(state), "iso3") << code;
  }
  v1::State state = State("chn");
  state.set_iso2("C");
  state.set_m49(1000);
  EXPECT_EQ(Faults(state), "iso2 m49");
}

TEST(FieldsTest, ScoresHaveARange) {
  for (const int total : {-10, 0, 100}) {
    EXPECT_EQ(Faults(Score("chn", 2023, total)), "") << total;
  }
  for (const int total : {-11, 101}) {
    EXPECT_EQ(Faults(Score("chn", 2023, total)), "total") << total;
  }
  v1::FreedomScore score = Score("chn", 2023, 9);
  score.set_political_rights(41);
  score.set_civil_liberties(61);
  EXPECT_EQ(Faults(score), "political_rights civil_liberties");
  EXPECT_EQ(Faults(Score("chn", 1972, 9)), "edition");
  EXPECT_EQ(Faults(Score("chn", 1973, 9)), "");
}

TEST(FieldsTest, AnEditionIsPublishedInItsYearOrTheNext) {
  v1::FreedomScore score = Score("chn", 2023, 9);
  *score.mutable_publish_date() = Date("2022-12-31");
  EXPECT_EQ(Faults(score), "publish_date");
  *score.mutable_publish_date() = Date("2023-01-01");
  EXPECT_EQ(Faults(score), "");
  *score.mutable_publish_date() = Date("2024-12-31");
  EXPECT_EQ(Faults(score), "");
  *score.mutable_publish_date() = Date("2025-01-01");
  EXPECT_EQ(Faults(score), "publish_date");
}

TEST(FieldsTest, DatesAreDaysFrom1945On) {
  EXPECT_EQ(Faults(Term("chn", "1945-01-01", "1946-01-01")), "");
  EXPECT_EQ(Faults(Term("chn", "1944-12-31", "1946-01-01")), "start_date");
  v1::Term term = Term("chn", "2024-01-01", "2027-01-01");
  term.mutable_start_date()->set_month(13);
  EXPECT_EQ(Faults(term), "start_date");
}

TEST(FieldsTest, SpansEndAfterTheyStart) {
  EXPECT_EQ(Faults(Term("chn", "2024-01-01", "2024-01-01")), "end_date");
  EXPECT_EQ(Faults(Term("chn", "2024-01-01", "2024-01-02")), "");
  v1::GroupingClaim claim = Claim("lmg", "chn");
  *claim.mutable_start_date() = Date("2024-01-01");
  *claim.mutable_end_date() = Date("2024-01-01");
  EXPECT_EQ(Faults(claim), "end_date");
}

TEST(FieldsTest, AScheduledEndIsNotBeforeTheEnd) {
  v1::Term term = Term("chn", "2024-01-01", "2027-01-01");
  *term.mutable_scheduled_end_date() = Date("2026-12-31");
  EXPECT_EQ(Faults(term), "scheduled_end_date");
  *term.mutable_scheduled_end_date() = Date("2027-01-01");
  EXPECT_EQ(Faults(term), "");
}

TEST(FieldsTest, AReasonNeedsAnEnd) {
  v1::Term term = Term("chn", "2024-01-01", "");
  term.set_end_reason(v1::TERM_END_REASON_WITHDRAWN);
  EXPECT_EQ(Faults(term), "end_reason");
}

TEST(FieldsTest, SuspensionsAreWithinTheTermAndInOrder) {
  v1::Term term = Term("chn", "2010-01-01", "2013-01-01");
  *term.add_suspensions() = Suspension("2010-01-01", "2011-01-01");
  *term.add_suspensions() = Suspension("2011-01-01", "2013-01-01");
  EXPECT_EQ(Faults(term), "");

  *term.mutable_suspensions(1) = Suspension("2010-12-31", "2013-01-01");
  EXPECT_EQ(Faults(term), "suspensions[1]");
  *term.mutable_suspensions(1) = Suspension("2011-01-01", "2013-01-02");
  EXPECT_EQ(Faults(term), "suspensions[1]");
  *term.mutable_suspensions(0) = Suspension("2009-12-31", "2010-06-01");
  *term.mutable_suspensions(1) = Suspension("2013-01-01", "");
  EXPECT_EQ(Faults(term), "suspensions[0] suspensions[1]");
}

TEST(FieldsTest, ATermHasAtMostTwentySuspensions) {
  v1::Term term = Term("chn", "2010-01-01", "");
  for (int i = 0; i < 21; ++i) {
    const int year = 2011 + i;
    *term.add_suspensions() =
        Suspension(absl::StrCat(year, "-01-01"), absl::StrCat(year, "-02-01"));
  }
  EXPECT_EQ(Faults(term), "suspensions");
  term.mutable_suspensions()->RemoveLast();
  EXPECT_EQ(Faults(term), "");
}

TEST(FieldsTest, SeatsAreOfOneToFiveGroupsEachOnce) {
  v1::Body body = Body();
  body.mutable_seat_allocations(1)->set_regional_group(
      type::v1::REGIONAL_GROUP_ASIA_PACIFIC);
  EXPECT_EQ(Faults(body), "seat_allocations[1].regional_group");
  body = Body();
  body.mutable_seat_allocations(0)->set_seats(0);
  body.mutable_seat_allocations(1)->set_seats(kMaxSeats + 1);
  EXPECT_EQ(Faults(body),
            "seat_allocations[0].seats seat_allocations[1].seats");
  body.clear_seat_allocations();
  EXPECT_EQ(Faults(body), "seat_allocations");
  for (int i = 0; i < 6; ++i) body.add_seat_allocations();
  EXPECT_EQ(Faults(body), "seat_allocations");
}

TEST(FieldsTest, AnElectionIsHeldBeforeItsTermsStart) {
  v1::Election election = Election();
  *election.mutable_term_start_date() = election.election_date();
  EXPECT_EQ(Faults(election), "");
  *election.mutable_term_start_date() = Date("2027-10-11");
  EXPECT_EQ(Faults(election), "term_start_date");
}

TEST(FieldsTest, VotesAndWithdrawalsNeedTheirState) {
  v1::Candidacy candidacy = Candidacy("chn");
  candidacy.set_votes(97);
  *candidacy.mutable_withdraw_date() = Date("2026-12-01");
  EXPECT_EQ(Faults(candidacy), "withdraw_date votes");

  candidacy.set_candidacy_state(v1::CANDIDACY_STATE_ELECTED);
  candidacy.clear_withdraw_date();
  EXPECT_EQ(Faults(candidacy), "");
  candidacy.set_votes(kMaxVotes + 1);
  EXPECT_EQ(Faults(candidacy), "votes");
}

}  // namespace
}  // namespace vigil::membership
