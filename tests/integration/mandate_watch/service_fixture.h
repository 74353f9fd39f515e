#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/mandate_watch/mandate_watch_surface.h"
#include "tests/support/fake_clock.h"
#include "tests/support/in_process.h"
#include "tests/support/memory_store.h"
#include "tests/support/replica.h"
#include "tests/support/status_matchers.h"
#include "vigil/mandate_watch/v1/mandate_watch_service.pb.h"

namespace vigil::mandate_watch {

inline constexpr char kBody[] = "bodies/hrc";

inline type::v1::Date Date(absl::string_view text) {
  return api::ToProto(ParseDate(text).value());
}

// The service on a ledger in memory, called in process on 23 November 2026,
// with the reference data.
class ServiceFixture : public testing::Test {
 protected:
  using File = std::pair<std::string, std::string>;  // Name, content.

  void SetUp() override {
    ASSERT_TRUE(ledger::StartServing(replica_));
    const auto summary = Import(ReferenceData());
    ASSERT_TRUE(IsOk(summary));
    ASSERT_EQ(summary->refused_count(), 0) << summary->DebugString();
  }
  void TearDown() override {
    replica_.core().Stop();
    ledger_.Stop();
  }

  absl::StatusOr<type::v1::ImportSummary> Import(
      const std::vector<File>& files, type::v1::ImportOptions options = {}) {
    std::vector<v1::ImportRecordsRequest> messages(1);
    *messages[0].mutable_options() = std::move(options);
    for (const auto& [name, content] : files) {
      type::v1::TablePiece& piece = *messages.emplace_back().mutable_piece();
      piece.set_file(name);
      piece.set_content(content);
    }
    std::vector<const google::protobuf::Message*> sent;
    sent.reserve(messages.size());
    for (const auto& message : messages) sent.push_back(&message);
    type::v1::ImportSummary summary;
    const absl::Status status =
        editor_.Upload("MandateWatchService/ImportRecords", sent, summary);
    if (!status.ok()) return status;
    return summary;
  }

  // In an order in which references come before what they refer to.
  static std::vector<File> ReferenceData() {
    std::vector<File> files;
    for (const char* name : {"renewals.csv", "mandates.csv", "sessions.csv"}) {
      std::ifstream file(absl::StrCat(VIGIL_SOURCE_DIR, "/deploy/data/", name));
      std::stringstream text;
      text << file.rdbuf();
      files.emplace_back(name, text.str());
    }
    return files;
  }

  template <typename Answer>
  static absl::StatusOr<Answer> Call(InProcess& caller,
                                     const std::string& method,
                                     const google::protobuf::Message& request) {
    Answer answer;
    const absl::Status status =
        caller.Call("MandateWatchService/" + method, request, answer);
    if (!status.ok()) return status;
    return answer;
  }

  v1::Mandate GetMandate(const std::string& id) {
    v1::GetMandateRequest request;
    request.set_name(absl::StrCat(kBody, "/mandates/", id));
    const auto answer = Call<v1::Mandate>(reader_, "GetMandate", request);
    EXPECT_TRUE(IsOk(answer));
    return answer.ok() ? *answer : v1::Mandate();
  }

  // The mandates that pass the filter.
  std::vector<std::string> Mandates(const std::string& filter) {
    v1::ListMandatesRequest request;
    request.set_parent(kBody);
    request.set_page_size(1000);
    request.set_filter(filter);
    const auto answer =
        Call<v1::ListMandatesResponse>(reader_, "ListMandates", request);
    EXPECT_TRUE(IsOk(answer));
    std::vector<std::string> ids;
    if (!answer.ok()) return ids;
    for (const v1::Mandate& mandate : answer->mandates()) {
      ids.push_back(mandate.name().substr(mandate.name().rfind('/') + 1));
    }
    return ids;
  }

  absl::StatusOr<v1::Renewal> Renew(const std::string& mandate, int session,
                                    const std::string& request_id = "") {
    v1::CreateRenewalRequest request;
    request.set_parent(absl::StrCat(kBody, "/mandates/", mandate));
    request.set_request_id(request_id);
    v1::Renewal& renewal = *request.mutable_renewal();
    renewal.set_resolution(absl::StrCat("A/HRC/RES/", session, "/1"));
    renewal.set_session(absl::StrCat(kBody, "/sessions/hrc-", session));
    renewal.set_vote("without a vote");
    renewal.mutable_source()->set_citation("test");
    renewal.mutable_source()->set_confidence(type::v1::CONFIDENCE_SOURCED);
    return Call<v1::Renewal>(editor_, "CreateRenewal", request);
  }

  ledger::MemoryStore store_;
  ledger::MemoryLedger ledger_{store_};
  Model model_;
  FakeClock clock_{StartOf(absl::CivilDay(2026, 11, 23))};
  ledger::Replica<Model> replica_{ledger_, model_, clock_};
  const rpc::Surface surface_ = MandateWatchSurface(replica_, clock_);
  InProcess editor_{{&surface_}, "editors/alice"};
  InProcess reader_{{&surface_}, "partners/demo"};
};

}  // namespace vigil::mandate_watch
