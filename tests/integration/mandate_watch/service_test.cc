#include <google/protobuf/empty.pb.h>

#include <map>

#include "tests/integration/mandate_watch/service_fixture.h"

namespace vigil::mandate_watch {
namespace {

class ServiceTest : public ServiceFixture {
 protected:
  // Opens a watch from the initial state and takes that in.
  std::unique_ptr<InProcessStream> Watch() {
    v1::WatchRequest request;
    request.set_initial_state(true);
    auto stream = reader_.Stream("MandateWatchService/Watch", request);
    EXPECT_TRUE(IsOk(stream));
    v1::WatchResponse response;
    do {
      response.Clear();
      if (!Next(**stream, response)) break;
      Take(response);
    } while (response.initial());
    return *std::move(stream);
  }

  static bool Next(InProcessStream& stream, v1::WatchResponse& response) {
    const auto next = stream.Next(response);
    EXPECT_TRUE(IsOk(next));
    return next.ok() && *next;
  }

  void Take(const v1::WatchResponse& response) {
    for (const v1::Event& event : response.events()) {
      ++counts_[event.event_case()];
      if (event.has_mandate_recorded()) {
        mandates_[event.mandate_recorded().name()] = event.mandate_recorded();
      }
    }
  }

  std::map<int, int> counts_;
  std::map<std::string, v1::Mandate> mandates_;
};

constexpr char kBelarus[] = "bodies/hrc/mandates/sr-belarus";

TEST_F(ServiceTest, EveryMethodHasARow) { EXPECT_TRUE(IsOk(surface_.Check())); }

TEST_F(ServiceTest, WatchBeginsWithEverything) {
  Watch();

  EXPECT_EQ(counts_[v1::Event::kSessionRecorded], 63);
  EXPECT_EQ(mandates_[kBelarus].renewal_status(), v1::RENEWAL_STATUS_DUE);
  EXPECT_EQ(mandates_[kBelarus].due().session(), "bodies/hrc/sessions/hrc-64");
  EXPECT_GT(counts_[v1::Event::kRenewalRecorded], 100);
}

TEST_F(ServiceTest, ARenewalIsToldWithItsMandate) {
  clock_.Set(StartOf(absl::CivilDay(2027, 3, 1)));
  const auto stream = Watch();
  ASSERT_TRUE(IsOk(Renew("sr-belarus", 64)));

  v1::WatchResponse response;
  ASSERT_TRUE(Next(*stream, response));

  ASSERT_EQ(response.events_size(), 2);
  EXPECT_TRUE(response.events(0).has_renewal_recorded());
  EXPECT_EQ(response.events(1).mandate_recorded().name(), kBelarus);
  EXPECT_EQ(response.events(1).mandate_recorded().due().session(),
            "bodies/hrc/sessions/hrc-67");
  EXPECT_EQ(response.revision(), replica_.core().revision());
}

TEST_F(ServiceTest, ASessionIsToldWithTheMandatesThatAreDueAtIt) {
  const auto stream = Watch();
  v1::CreateSessionRequest request;
  request.set_parent(kBody);
  v1::Session& session = *request.mutable_session();
  session.set_number(64);
  *session.mutable_start_date() = Date("2027-03-01");
  *session.mutable_end_date() = Date("2027-04-03");
  session.mutable_source()->set_citation("programme of work");
  session.mutable_source()->set_confidence(type::v1::CONFIDENCE_SOURCED);
  ASSERT_TRUE(IsOk(Call<v1::Session>(editor_, "CreateSession", request)));

  v1::WatchResponse response;
  ASSERT_TRUE(Next(*stream, response));
  Take(response);

  EXPECT_TRUE(response.events(0).has_session_recorded());
  EXPECT_GE(response.events_size(), 14);
  EXPECT_EQ(mandates_[kBelarus].due().date_status(), v1::DATE_STATUS_CONFIRMED);
  EXPECT_EQ(FormatDate(api::DayOf(mandates_[kBelarus].due().start_date())),
            "2027-03-01");
}

TEST_F(ServiceTest, TimeIsToldWithTheSignOfLife) {
  const auto stream = Watch();
  v1::WatchResponse response;
  stream->source().Heartbeat(response);
  EXPECT_EQ(response.events_size(), 0);

  clock_.Set(StartOf(absl::CivilDay(2027, 3, 31)));
  stream->source().Heartbeat(response);
  Take(response);

  EXPECT_EQ(mandates_[kBelarus].renewal_status(),
            v1::RENEWAL_STATUS_OUTCOME_UNKNOWN);
  EXPECT_EQ(response.revision(), replica_.core().revision());
  response.Clear();
  stream->source().Heartbeat(response);
  EXPECT_EQ(response.events_size(), 0);
}

TEST_F(ServiceTest, ARepeatedRequestIsAnsweredAsBefore) {
  clock_.Set(StartOf(absl::CivilDay(2027, 3, 1)));
  const auto first = Renew("sr-belarus", 64, "r1");
  const auto second = Renew("sr-belarus", 64, "r1");
  const auto other = Renew("sr-belarus", 65, "r1");

  ASSERT_TRUE(IsOk(first));
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_TRUE(
      FailsWith(other, absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST_F(ServiceTest, OnlyEditorsWrite) {
  v1::DeleteMandateRequest request;
  request.set_name(kBelarus);

  EXPECT_TRUE(FailsWith(
      Call<google::protobuf::Empty>(reader_, "DeleteMandate", request).status(),
      absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(ServiceTest, ABadImportWritesNothing) {
  const int64_t revision = replica_.core().revision();
  std::vector<File> files = ReferenceData();
  files[2].second += "hrc,64,64th,2027-02-30,,sourced,x,\n";
  files[1].second.replace(files[1].second.find(",3,ACTIVE"), 3, ",2,");

  const auto refused = Import(files);
  EXPECT_TRUE(
      FailsWith(refused, absl::StatusCode::kInvalidArgument, "IMPORT_REFUSED"));
  ASSERT_EQ(FieldViolationsOf(refused.status()).size(), 1);
  EXPECT_EQ(FieldViolationsOf(refused.status())[0].field,
            "sessions.csv:65:start_date");
  EXPECT_EQ(replica_.core().revision(), revision);

  type::v1::ImportOptions options;
  options.set_keep_going(true);
  options.set_validate_only(true);
  EXPECT_EQ(Import(files, options)->updated_count(), 1);
  EXPECT_EQ(replica_.core().revision(), revision);

  options.set_validate_only(false);
  const auto kept = Import(files, options);
  ASSERT_TRUE(IsOk(kept));
  EXPECT_EQ(kept->refused_count(), 1);
  EXPECT_EQ(kept->revision(), revision + 1);
}

TEST_F(ServiceTest, HistoryIsInOrderOfAdoption) {
  v1::ListMandateHistoryRequest request;
  request.set_parent(kBelarus);

  const auto history = Call<v1::ListMandateHistoryResponse>(
      reader_, "ListMandateHistory", request);

  ASSERT_TRUE(IsOk(history));
  ASSERT_EQ(history->entries_size(), 7);
  EXPECT_EQ(history->entries(0).renewal().resolution(), "A/HRC/RES/44/19");
  EXPECT_EQ(history->entries(6).renewal().vote(), "28-4-15");
  EXPECT_EQ(history->entries(6).due().session(), "bodies/hrc/sessions/hrc-64");
}

TEST_F(ServiceTest, SessionsAreListedForYearsAhead) {
  v1::ListSessionsRequest request;
  request.set_parent(kBody);
  request.set_include_estimated(true);
  request.set_filter("start_date >= 2027-01-01");
  const auto ahead =
      Call<v1::ListSessionsResponse>(reader_, "ListSessions", request);
  request.set_until_year(2047);
  const auto too_far =
      Call<v1::ListSessionsResponse>(reader_, "ListSessions", request);

  ASSERT_TRUE(IsOk(ahead));
  EXPECT_EQ(ahead->sessions_size(), 12);
  EXPECT_EQ(ahead->sessions(0).number(), 64);
  EXPECT_TRUE(FailsWith(too_far, "INVALID_FIELD"));
}

TEST_F(ServiceTest, WithinIs1To1500Days) {
  v1::ListUpcomingRenewalsRequest request;
  request.set_parent(kBody);
  for (const auto& [seconds, is_good] :
       std::map<int64_t, bool>{{86'399, false},
                               {86'400, true},
                               {1500 * 86'400, true},
                               {1500 * 86'400 + 1, false}}) {
    request.mutable_within()->set_seconds(seconds);
    EXPECT_EQ(Call<v1::ListUpcomingRenewalsResponse>(
                  reader_, "ListUpcomingRenewals", request)
                  .ok(),
              is_good)
        << seconds;
  }
}

}  // namespace
}  // namespace vigil::mandate_watch
