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
#include "services/membership/membership_surface.h"
#include "services/membership/state_surface.h"
#include "tests/support/fake_clock.h"
#include "tests/support/in_process.h"
#include "tests/support/memory_store.h"
#include "tests/support/replica.h"
#include "tests/support/status_matchers.h"
#include "vigil/membership/v1/membership_service.pb.h"
#include "vigil/membership/v1/state_service.pb.h"

namespace vigil::membership {

inline type::v1::Date Date(absl::string_view text) {
  return api::ToProto(ParseDate(text).value());
}

inline std::string ReferenceTable(const std::string& name) {
  std::ifstream file(absl::StrCat(VIGIL_SOURCE_DIR, "/deploy/data/", name));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The service on a ledger in memory, called in process on 23 November 2026.
class ServiceFixture : public testing::Test {
 protected:
  using File = std::pair<std::string, std::string>;  // Name, content.

  void SetUp() override { ASSERT_TRUE(ledger::StartServing(replica_)); }
  void TearDown() override { replica_.core().Stop(); }

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
    for (const auto& message : messages) sent.push_back(&message);
    type::v1::ImportSummary summary;
    const absl::Status status =
        editor_.Upload("MembershipService/ImportRecords", sent, summary);
    if (!status.ok()) return status;
    return summary;
  }

  // In an order in which references come before what they refer to.
  static std::vector<File> ReferenceData() {
    std::vector<File> files;
    for (const char* name :
         {"candidacies.csv", "terms.csv", "elections.csv", "groupings.csv",
          "freedom_scores.csv", "bodies.csv", "states.csv"}) {
      files.emplace_back(name, ReferenceTable(name));
    }
    return files;
  }

  template <typename Answer>
  static absl::StatusOr<Answer> Call(InProcess& caller,
                                     const std::string& method,
                                     const google::protobuf::Message& request) {
    Answer answer;
    const absl::Status status = caller.Call(method, request, answer);
    if (!status.ok()) return status;
    return answer;
  }

  std::vector<v1::Member> Members(absl::string_view day,
                                  bool show_suspended = false) {
    v1::ListMembersRequest request;
    request.set_parent("bodies/hrc");
    request.set_page_size(1000);
    request.set_show_suspended(show_suspended);
    *request.mutable_as_of() = Date(day);
    const auto answer = Call<v1::ListMembersResponse>(
        reader_, "MembershipService/ListMembers", request);
    EXPECT_TRUE(IsOk(answer));
    if (!answer.ok()) return {};
    EXPECT_EQ(answer->total_size(), answer->members_size());
    return {answer->members().begin(), answer->members().end()};
  }

  ledger::MemoryStore store_;
  ledger::MemoryLedger ledger_{store_};
  Model model_;
  FakeClock clock_{StartOf(absl::CivilDay(2026, 11, 23))};
  MembershipReplica replica_{ledger_, model_, clock_};
  const rpc::Surface states_ = StateSurface(replica_, clock_);
  const rpc::Surface memberships_ = MembershipSurface(replica_, clock_);
  InProcess editor_{{&states_, &memberships_}, "editors/alice"};
  InProcess reader_{{&states_, &memberships_}, "analysts/bob"};
};

}  // namespace vigil::membership
