#include "services/membership/rules.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/membership/records_builder.h"

namespace vigil::membership {
namespace {

class RulesTest : public testing::Test {
 protected:
  template <typename Record>
  absl::Status Check(const Record& record) const {
    return CheckRules(model_, record);
  }

  Model model_ = SmallModel();
};

TEST_F(RulesTest, WhatARecordRefersToMustExist) {
  EXPECT_TRUE(IsOk(Check(Term("chn", "2024-01-01", "2027-01-01"))));
  EXPECT_TRUE(FailsWith(Check(Term("usa", "2024-01-01", "2027-01-01")),
                        absl::StatusCode::kFailedPrecondition,
                        "REFERENCE_NOT_FOUND"));
  EXPECT_TRUE(FailsWith(Check(Claim("lmg", "chn")), "REFERENCE_NOT_FOUND"));
  model_.Put(Grouping("lmg"));
  EXPECT_TRUE(IsOk(Check(Claim("lmg", "chn"))));
  EXPECT_TRUE(FailsWith(Check(Score("usa", 2023, 9)), "REFERENCE_NOT_FOUND"));
  EXPECT_TRUE(FailsWith(Check(Candidacy("usa")), "REFERENCE_NOT_FOUND"));
}

TEST_F(RulesTest, ACodeBelongsToOneState) {
  v1::State china = State("chn");
  china.set_iso2("CN");
  china.set_m49(156);
  model_.Put(china);
  EXPECT_TRUE(IsOk(Check(china)));

  v1::State japan = State("jpn");
  japan.set_iso2("CN");
  EXPECT_TRUE(
      FailsWith(Check(japan), absl::StatusCode::kAlreadyExists, "CODE_TAKEN"));
  japan.set_iso2("JP");
  japan.set_m49(156);
  EXPECT_TRUE(FailsWith(Check(japan), "CODE_TAKEN"));
}

TEST_F(RulesTest, ASeatIsOfTheStatesOwnGroup) {
  v1::Term term = Term("nga", "2024-01-01", "2027-01-01");
  EXPECT_TRUE(FailsWith(Check(term), "REGIONAL_GROUP_MISMATCH"));
  term.set_regional_group(type::v1::REGIONAL_GROUP_AFRICAN);
  EXPECT_TRUE(IsOk(Check(term)));
  EXPECT_TRUE(FailsWith(Check(Candidacy("nga")), "REGIONAL_GROUP_MISMATCH"));
}

TEST_F(RulesTest, ACandidateNeedsSeatsOfItsGroupInTheElection) {
  v1::Candidacy candidacy = Candidacy("nga");
  candidacy.set_regional_group(type::v1::REGIONAL_GROUP_AFRICAN);
  EXPECT_TRUE(FailsWith(Check(candidacy), "REGIONAL_GROUP_MISMATCH"));
}

TEST_F(RulesTest, TermsOfAStateDoNotOverlap) {
  model_.Put(Term("chn", "2024-01-01", "2027-01-01"));

  EXPECT_TRUE(IsOk(Check(Term("chn", "2024-01-01", "2026-01-01"))))
      << "it is the same term";
  EXPECT_TRUE(IsOk(Check(Term("chn", "2027-01-01", "2030-01-01"))));
  EXPECT_TRUE(IsOk(Check(Term("chn", "2021-01-01", "2024-01-01"))));
  EXPECT_TRUE(FailsWith(Check(Term("chn", "2021-01-01", "2024-01-02")),
                        "TERM_OVERLAP"));
  const absl::Status status = Check(Term("chn", "2026-12-31", "2027-06-01"));
  EXPECT_TRUE(FailsWith(status, "TERM_OVERLAP"));
  EXPECT_EQ(MetadataOf(status).at("term"), "bodies/hrc/terms/chn-2024");
}

TEST_F(RulesTest, AGroupHasNoMoreTermsThanSeatsOnAnyDay) {
  model_.Put(Term("chn", "2024-01-01", "2027-01-01"));
  model_.Put(Term("jpn", "2025-01-01", "2028-01-01"));

  EXPECT_TRUE(IsOk(Check(Term("kor", "2027-01-01", "2030-01-01"))));
  const absl::Status status = Check(Term("kor", "2024-06-01", "2025-01-02"));
  EXPECT_TRUE(FailsWith(status, absl::StatusCode::kFailedPrecondition,
                        "SEATS_EXCEEDED"));
  EXPECT_EQ(MetadataOf(status).at("date"), "2025-01-01");
  EXPECT_EQ(MetadataOf(status).at("regional_group"), "APG");
  EXPECT_TRUE(IsOk(Check(Term("kor", "2024-06-01", "2025-01-01"))));
}

TEST_F(RulesTest, ASuspendedStateKeepsItsSeat) {
  v1::Term suspended = Term("chn", "2024-01-01", "2027-01-01");
  *suspended.add_suspensions() = Suspension("2024-01-01", "");
  model_.Put(suspended);
  model_.Put(Term("jpn", "2024-01-01", "2027-01-01"));
  EXPECT_TRUE(FailsWith(Check(Term("kor", "2024-01-01", "2027-01-01")),
                        "SEATS_EXCEEDED"));
}

TEST_F(RulesTest, ASeatIsFilledOnceItIsLeft) {
  model_.Put(Term("chn", "2024-01-01", "2025-06-01"));
  v1::Term later = Term("kor", "2025-06-01", "2027-01-01");
  later.set_fills("bodies/hrc/terms/chn-2024");
  EXPECT_TRUE(IsOk(Check(later)));

  *later.mutable_start_date() = Date("2025-05-31");
  EXPECT_TRUE(FailsWith(Check(later), "FILLS_MISMATCH"));
  later.set_fills("bodies/hrc/terms/jpn-2024");
  EXPECT_TRUE(FailsWith(Check(later), "REFERENCE_NOT_FOUND"));
}

TEST_F(RulesTest, ATermThatAnotherFillsStaysEnded) {
  model_.Put(Term("chn", "2024-01-01", "2025-06-01"));
  v1::Term later = Term("kor", "2025-06-01", "2027-01-01");
  later.set_fills("bodies/hrc/terms/chn-2024");
  model_.Put(later);
  EXPECT_TRUE(FailsWith(Check(Term("chn", "2024-01-01", "2025-06-02")),
                        "FILLS_MISMATCH"));
}

TEST_F(RulesTest, ABodyKeepsTheSeatsThatAreTaken) {
  model_.Put(Term("chn", "2024-01-01", "2027-01-01"));
  model_.Put(Term("jpn", "2025-01-01", "2028-01-01"));
  EXPECT_TRUE(IsOk(Check(Body(2))));
  EXPECT_TRUE(FailsWith(Check(Body(1)), "SEATS_EXCEEDED"));
}

TEST_F(RulesTest, AnElectionHasNoMoreSeatsThanTheBody) {
  v1::Election election = Election();
  election.mutable_seat_allocations(0)->set_seats(2);
  EXPECT_TRUE(IsOk(Check(election)));
  election.mutable_seat_allocations(0)->set_seats(3);
  EXPECT_TRUE(FailsWith(Check(election), "SEATS_EXCEEDED"));
  model_.Put(election);
  EXPECT_TRUE(FailsWith(Check(Body(2)), "SEATS_EXCEEDED"));
}

TEST_F(RulesTest, AnElectionKeepsWhatItsCandidaciesNeed) {
  model_.Put(Candidacy("chn", "2027-01-01"));
  v1::Election election = Election();
  *election.mutable_election_date() = Date("2027-01-01");
  EXPECT_TRUE(IsOk(Check(election)));
  *election.mutable_election_date() = Date("2026-12-31");
  EXPECT_TRUE(FailsWith(Check(election), "CANDIDACY_CONFLICT"));
  election = Election();
  election.mutable_seat_allocations(0)->set_regional_group(
      type::v1::REGIONAL_GROUP_AFRICAN);
  EXPECT_TRUE(FailsWith(Check(election), "CANDIDACY_CONFLICT"));
}

TEST_F(RulesTest, ACandidacyIsAnnouncedByTheDayOfTheElection) {
  EXPECT_TRUE(IsOk(Check(Candidacy("chn", "2027-10-12"))));
  EXPECT_TRUE(
      FailsWith(Check(Candidacy("chn", "2027-10-13")), "DATE_AFTER_ELECTION"));
}

}  // namespace
}  // namespace vigil::membership
