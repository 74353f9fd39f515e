#pragma once

#include <google/protobuf/empty.pb.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/text.h"
#include "services/common/base/date.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/commit.h"
#include "services/common/rpc/surface.h"
#include "services/membership/decide.h"
#include "services/membership/lists.h"

namespace vigil::membership {

using MembershipReplica = ledger::Replica<Model>;

// What a command may be decided side by side with: scores, and candidacies,
// read only records whose commands are decided alone.
template <typename Record>
std::string ScopeOf(absl::string_view name) {
  constexpr bool kIsIndependent = std::is_same_v<Record, v1::FreedomScore> ||
                                  std::is_same_v<Record, v1::Candidacy>;
  return kIsIndependent ? std::string(name) : "";
}

// Answers a write by `decide(model, request, today)`. `scope`: see
// `ledger::Command`.
template <typename Request, typename Answer, typename Decide>
void Write(MembershipReplica& replica, const rpc::Call& call,
           const Request& request, std::string scope, Answer& answer,
           rpc::Reply reply, Decide decide) {
  const absl::Status checked = api::CheckRequestId(request.request_id());
  if (!checked.ok()) return reply(checked);
  rpc::CommitReply(
      replica, call, request,
      {.request_id = request.request_id(), .scope = std::move(scope)}, answer,
      std::move(reply),
      [&request, decide = std::move(decide)](const Model& model,
                                             absl::Time now) {
        return decide(model, request, DayOf(now));
      });
}

// The requests and responses of the standard methods of a kind of record.
template <typename RecordType, typename GetType, typename ListType,
          typename ListResponseType, typename CreateType, typename UpdateType,
          typename DeleteType>
struct Standard {
  using Record = RecordType;
  using Get = GetType;
  using List = ListType;
  using ListResponse = ListResponseType;
  using Create = CreateType;
  using Update = UpdateType;
  using Delete = DeleteType;

  absl::string_view singular;  // `Term`
  absl::string_view plural;    // `Terms`
  absl::string_view field;     // `term`
  Record* (ListResponse::*add)();
  const Record& (Create::*created)() const;
  const Record& (Update::*updated)() const;
};

template <typename Record, typename Request>
NewRecord<Record> ToNewRecord(const Request& request, const Record& record,
                              absl::string_view path) {
  NewRecord<Record> created{.path = std::string(path), .record = record};
  if constexpr (requires { request.parent(); }) {
    created.parent = request.parent();
  }
  if constexpr (requires { request.grouping_id(); }) {
    created.id = request.grouping_id();
  } else if constexpr (requires { request.grouping_claim_id(); }) {
    created.id = request.grouping_claim_id();
  } else if constexpr (requires { request.body_id(); }) {
    created.id = request.body_id();
  } else if constexpr (requires { request.election_id(); }) {
    created.id = request.election_id();
  }
  return created;
}

template <typename Kind>
void AddReads(const Kind& kind, MembershipReplica& replica,
              rpc::Surface& surface) {
  using Record = typename Kind::Record;
  surface.Unary<typename Kind::Get, Record>(
      absl::StrCat("Get", kind.singular), identity::kReaders,
      [&replica](const rpc::Call&, const auto& request, Record& answer) {
        const absl::Status named =
            api::MatchName("name", RecordTraits<Record>::kPattern,
                           request.name())
                .status();
        if (!named.ok()) return named;
        return replica.Read([&](const Model& model, int64_t) {
          const auto found = model.Get<Record>(request.name());
          if (found.ok()) answer = **found;
          return found.status();
        });
      });
  surface.Unary<typename Kind::List, typename Kind::ListResponse>(
      absl::StrCat("List", kind.plural), identity::kReaders,
      [&replica, add = kind.add](const rpc::Call&, const auto& request,
                                 typename Kind::ListResponse& answer) {
        return replica.Read([&](const Model& model, int64_t) {
          auto token = ListRecords<Record>(
              model, request,
              [&](const Record& record) { *(answer.*add)() = record; });
          if (token.ok()) answer.set_next_page_token(*std::move(token));
          return token.status();
        });
      });
}

template <typename Kind>
void AddCreate(const Kind& kind, MembershipReplica& replica,
               rpc::Surface& surface) {
  using Record = typename Kind::Record;
  surface.Deferred<typename Kind::Create, Record>(
      absl::StrCat("Create", kind.singular), identity::kEditors,
      [&replica, kind](const rpc::Call& call, const auto& request,
                       Record& answer, rpc::Reply reply) {
        Write(replica, call, request, "", answer, std::move(reply),
              [kind](const Model& model, const auto& asked, absl::CivilDay) {
                return DecideCreate(
                    model, ToNewRecord<Record>(asked, (asked.*kind.created)(),
                                               kind.field));
              });
      });
}

template <typename Kind>
void AddUpdateAndDelete(const Kind& kind, MembershipReplica& replica,
                        rpc::Surface& surface) {
  using Record = typename Kind::Record;
  surface.Deferred<typename Kind::Update, Record>(
      absl::StrCat("Update", kind.singular), identity::kEditors,
      [&replica, kind](const rpc::Call& call, const auto& request,
                       Record& answer, rpc::Reply reply) {
        const Record& update = (request.*kind.updated)();
        const absl::Status named =
            api::MatchName(absl::StrCat(kind.field, ".name"),
                           RecordTraits<Record>::kPattern, update.name())
                .status();
        if (!named.ok()) return reply(named);
        Write(replica, call, request, ScopeOf<Record>(update.name()), answer,
              std::move(reply),
              [kind](const Model& model, const auto& asked, absl::CivilDay) {
                return DecideUpdate(model, kind.field, (asked.*kind.updated)(),
                                    asked.update_mask());
              });
      });
  surface.Deferred<typename Kind::Delete, google::protobuf::Empty>(
      absl::StrCat("Delete", kind.singular), identity::kEditors,
      [&replica](const rpc::Call& call, const auto& request,
                 google::protobuf::Empty& answer, rpc::Reply reply) {
        const absl::Status named =
            api::MatchName("name", RecordTraits<Record>::kPattern,
                           request.name())
                .status();
        if (!named.ok()) return reply(named);
        Write(replica, call, request, ScopeOf<Record>(request.name()), answer,
              std::move(reply),
              [](const Model& model, const auto& asked, absl::CivilDay) {
                return DecideDelete<Record>(model, asked.name(), asked.etag());
              });
      });
}

// Adds Get, List, Create, Update and Delete.
template <typename Kind>
void AddStandardMethods(const Kind& kind, MembershipReplica& replica,
                        rpc::Surface& surface) {
  AddReads(kind, replica, surface);
  AddCreate(kind, replica, surface);
  AddUpdateAndDelete(kind, replica, surface);
}

}  // namespace vigil::membership
