#include <algorithm>

#include "services/membership/watch.h"
#include "tests/integration/membership/service_fixture.h"

namespace vigil::membership {
namespace {

constexpr char kElection[] = "bodies/hrc/elections/election-2027";

class MethodsTest : public ServiceFixture {
 protected:
  void SetUp() override {
    ServiceFixture::SetUp();
    ASSERT_TRUE(IsOk(Import(ReferenceData())));
  }

  static v1::CreateCandidacyRequest Announcement(const std::string& state) {
    v1::CreateCandidacyRequest request;
    request.set_parent(kElection);
    v1::Candidacy& candidacy = *request.mutable_candidacy();
    candidacy.set_state(absl::StrCat("states/", state));
    candidacy.mutable_source()->set_citation("press release");
    candidacy.mutable_source()->set_confidence(type::v1::CONFIDENCE_SOURCED);
    return request;
  }

  absl::StatusOr<v1::Candidacy> Announce(
      const v1::CreateCandidacyRequest& request) {
    return Call<v1::Candidacy>(editor_, "MembershipService/CreateCandidacy",
                               request);
  }

  static v1::WatchResponse Next(InProcessStream& stream) {
    v1::WatchResponse response;
    const auto next = stream.Next(response);
    EXPECT_TRUE(IsOk(next));
    EXPECT_TRUE(next.ok() && *next);
    return response;
  }
};

TEST_F(MethodsTest, EveryMethodHasARow) {
  EXPECT_TRUE(IsOk(states_.Check()));
  EXPECT_TRUE(IsOk(memberships_.Check()));
}

TEST_F(MethodsTest, AnAnnouncementIsRecordedAndRead) {
  const auto created = Announce(Announcement("chn"));
  ASSERT_TRUE(IsOk(created));
  EXPECT_EQ(created->name(), absl::StrCat(kElection, "/candidacies/chn"));

  v1::GetCandidacyRequest request;
  request.set_name(created->name());
  const auto read =
      Call<v1::Candidacy>(reader_, "MembershipService/GetCandidacy", request);

  ASSERT_TRUE(IsOk(read));
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_F(MethodsTest, ARepeatedRequestGetsTheFirstAnswer) {
  v1::CreateCandidacyRequest request = Announcement("chn");
  request.set_request_id("1b4e28ba");
  const auto first = Announce(request);
  const int64_t revision = replica_.core().revision();
  const auto second = Announce(request);

  ASSERT_TRUE(IsOk(first));
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(replica_.core().revision(), revision);

  request.mutable_candidacy()->set_note("another");
  EXPECT_TRUE(FailsWith(Announce(request), absl::StatusCode::kAlreadyExists,
                        "REQUEST_ID_REUSED"));
}

TEST_F(MethodsTest, OnlyEditorsWrite) {
  v1::Candidacy answer;
  EXPECT_TRUE(FailsWith(reader_.Call("MembershipService/CreateCandidacy",
                                     Announcement("chn"), answer),
                        absl::StatusCode::kPermissionDenied,
                        "ROLE_NOT_ALLOWED"));
  type::v1::ImportSummary summary;
  EXPECT_TRUE(
      FailsWith(reader_.Upload("MembershipService/ImportRecords", {}, summary),
                "ROLE_NOT_ALLOWED"));
}

TEST_F(MethodsTest, ACandidacyGoesThroughItsStates) {
  const auto created = Announce(Announcement("chn"));
  ASSERT_TRUE(IsOk(created));
  v1::WithdrawCandidacyRequest withdrawal;
  withdrawal.set_name(created->name());
  *withdrawal.mutable_source() = created->source();
  withdrawal.set_etag("W/\"stale\"");
  EXPECT_TRUE(
      FailsWith(Call<v1::Candidacy>(
                    editor_, "MembershipService/WithdrawCandidacy", withdrawal),
                absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  withdrawal.set_etag(created->etag());

  const auto withdrawn = Call<v1::Candidacy>(
      editor_, "MembershipService/WithdrawCandidacy", withdrawal);
  ASSERT_TRUE(IsOk(withdrawn));
  EXPECT_EQ(withdrawn->candidacy_state(), v1::CANDIDACY_STATE_WITHDRAWN);
  EXPECT_TRUE(IsOk(Announce(Announcement("chn"))));
}

TEST_F(MethodsTest, PagesHaveEveryTermOnce) {
  v1::ListTermsRequest request;
  request.set_parent("bodies/hrc");
  request.set_page_size(100);
  std::vector<std::string> names;
  do {
    const auto page = Call<v1::ListTermsResponse>(
        reader_, "MembershipService/ListTerms", request);
    ASSERT_TRUE(IsOk(page));
    for (const v1::Term& term : page->terms()) names.push_back(term.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());

  EXPECT_EQ(names.size(), 345);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(MethodsTest, MembersArePagedToo) {
  v1::ListMembersRequest request;
  request.set_parent("bodies/hrc");
  request.set_page_size(10);
  *request.mutable_as_of() = Date("2023-06-01");
  int count = 0;
  std::string first_token;
  do {
    const auto page = Call<v1::ListMembersResponse>(
        reader_, "MembershipService/ListMembers", request);
    ASSERT_TRUE(IsOk(page));
    EXPECT_EQ(page->total_size(), 47);
    count += page->members_size();
    request.set_page_token(page->next_page_token());
    if (first_token.empty()) first_token = page->next_page_token();
  } while (!request.page_token().empty());
  EXPECT_EQ(count, 47);

  request.set_page_token(first_token);
  *request.mutable_as_of() = Date("2024-06-01");
  EXPECT_TRUE(FailsWith(Call<v1::ListMembersResponse>(
                            reader_, "MembershipService/ListMembers", request),
                        "PAGE_TOKEN_MISMATCH"));
}

TEST_F(MethodsTest, CandidaciesOfAllElectionsAreListed) {
  v1::ListCandidaciesRequest request;
  request.set_parent("bodies/hrc/elections/-");
  request.set_filter("state = states/rus AND candidacy_state = NOT_ELECTED");
  const auto answer = Call<v1::ListCandidaciesResponse>(
      reader_, "MembershipService/ListCandidacies", request);
  ASSERT_TRUE(IsOk(answer));
  EXPECT_EQ(answer->candidacies_size(), 2) << "2016 and 2023";
  request.set_parent("bodies/none/elections/-");
  EXPECT_TRUE(
      FailsWith(Call<v1::ListCandidaciesResponse>(
                    reader_, "MembershipService/ListCandidacies", request),
                absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(MethodsTest, TheScoreOfADayIsLookedUp) {
  v1::LookUpFreedomScoreRequest request;
  request.set_parent("states/chn");
  *request.mutable_as_of() = Date("2023-06-01");
  const auto score = Call<v1::FreedomScore>(
      reader_, "StateService/LookUpFreedomScore", request);
  ASSERT_TRUE(IsOk(score));
  EXPECT_EQ(score->total(), 9);
  *request.mutable_as_of() = Date("2013-02-28");
  EXPECT_TRUE(
      FailsWith(Call<v1::FreedomScore>(
                    reader_, "StateService/LookUpFreedomScore", request),
                absl::StatusCode::kNotFound, "SCORE_NOT_FOUND"));
}

TEST_F(MethodsTest, WrongNamesAndFiltersAreExplained) {
  v1::GetStateRequest state;
  state.set_name("bodies/hrc");
  EXPECT_TRUE(
      FailsWith(Call<v1::State>(reader_, "StateService/GetState", state),
                "INVALID_FIELD"));
  v1::ListStatesRequest states;
  states.set_filter("colour = red");
  EXPECT_TRUE(FailsWith(
      Call<v1::ListStatesResponse>(reader_, "StateService/ListStates", states),
      "FILTER_INVALID"));
}

TEST_F(MethodsTest, AWatchBeginsWithAllRecordsAndGoesOn) {
  v1::WatchRequest request;
  request.set_initial_state(true);
  auto stream = reader_.Stream("MembershipService/Watch", request);
  ASSERT_TRUE(IsOk(stream));
  Model copy;
  v1::WatchResponse message = Next(**stream);
  while (message.initial()) {
    EXPECT_LE(message.events_size(), kInitialEventsPerMessage);
    EXPECT_EQ(message.revision(), 1);
    for (const v1::Event& event : message.events()) {
      ASSERT_TRUE(IsOk(copy.Evolve(event)));
    }
    message = Next(**stream);
  }
  EXPECT_EQ(message.events_size(), 0) << "says that this was all";
  EXPECT_EQ(copy.Serialize(), model_.Serialize());

  ASSERT_TRUE(IsOk(Announce(Announcement("chn"))));
  message = Next(**stream);
  EXPECT_EQ(message.revision(), 2);
  ASSERT_EQ(message.events_size(), 1);
  EXPECT_NE(message.events(0).candidacy_recorded().etag(), "");
  EXPECT_TRUE(message.has_record_time());
}

TEST_F(MethodsTest, AWatchGoesOnAfterARevision) {
  ASSERT_TRUE(IsOk(Announce(Announcement("chn"))));
  v1::WatchRequest request;
  request.set_after_revision(1);
  auto stream = reader_.Stream("MembershipService/Watch", request);
  ASSERT_TRUE(IsOk(stream));
  EXPECT_EQ(Next(**stream).revision(), 2);
  request.set_initial_state(true);
  EXPECT_TRUE(FailsWith(reader_.Stream("MembershipService/Watch", request),
                        "INVALID_FIELD"));
}

TEST_F(MethodsTest, AnImportCanBeTriedOut) {
  const std::string table =
      "iso3,iso2,m49,name,short_name,regional_group,note,confidence,source\n"
      "CHN,CN,156,China,Cathay,APG,,sourced,M49\n";
  type::v1::ImportOptions options;
  options.set_validate_only(true);
  const auto summary = Import({{"states.csv", table}}, options);
  ASSERT_TRUE(IsOk(summary));
  EXPECT_EQ(summary->updated_count(), 1);
  EXPECT_EQ(replica_.core().revision(), 1);

  options.set_validate_only(false);
  options.set_request_id("import-1");
  const auto done = Import({{"states.csv", table}}, options);
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done->revision(), 2);
  const auto again = Import({{"states.csv", table}}, options);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(again->updated_count(), 1) << "it is the first answer";
  EXPECT_EQ(replica_.core().revision(), 2);
}

}  // namespace
}  // namespace vigil::membership
