#include "services/mandate_watch/mandate_watch_surface.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/names.h"
#include "services/common/api/text.h"
#include "services/common/base/date.h"
#include "services/common/rpc/commit.h"
#include "services/mandate_watch/decide.h"
#include "services/mandate_watch/import_sink.h"
#include "services/mandate_watch/names.h"
#include "services/mandate_watch/queries.h"
#include "services/mandate_watch/watch.h"

namespace vigil::mandate_watch {
namespace {

using google::protobuf::Empty;
using identity::kEditors;
using identity::kImporters;
using identity::kReaders;
using rpc::Call;

// The names of new records, from what requests say.
absl::StatusOr<v1::Session> NewRecord(const v1::CreateSessionRequest& request) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*", request.parent()).status());
  v1::Session session = request.session();
  session.set_name(SessionName(request.parent(), session.number()));
  return session;
}

absl::StatusOr<v1::Mandate> NewRecord(const v1::CreateMandateRequest& request) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*", request.parent()).status());
  VIGIL_RETURN_IF_ERROR(api::CheckId("mandate_id", request.mandate_id()));
  v1::Mandate mandate = request.mandate();
  mandate.set_name(
      absl::StrCat(request.parent(), "/mandates/", request.mandate_id()));
  return mandate;
}

absl::StatusOr<v1::Renewal> NewRecord(const v1::CreateRenewalRequest& request) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*/mandates/*", request.parent())
          .status());
  v1::Renewal renewal = request.renewal();
  std::string id = request.renewal_id();
  if (id.empty()) id = RenewalIdOf(renewal.resolution());
  VIGIL_RETURN_IF_ERROR(api::CheckId(
      request.renewal_id().empty() ? "renewal.resolution" : "renewal_id", id));
  renewal.set_name(absl::StrCat(request.parent(), "/renewals/", id));
  return renewal;
}

// The record of an update request.
const v1::Session& RecordIn(const v1::UpdateSessionRequest& request) {
  return request.session();
}
const v1::Mandate& RecordIn(const v1::UpdateMandateRequest& request) {
  return request.mandate();
}
const v1::Renewal& RecordIn(const v1::UpdateRenewalRequest& request) {
  return request.renewal();
}

// Adds methods to a surface.
class Builder {
 public:
  Builder(MandateReplica& replica, const Clock& clock)
      : replica_(replica),
        clock_(clock),
        surface_(v1::Session::descriptor()->file()->pool()->FindServiceByName(
            "vigil.mandate_watch.v1.MandateWatchService")) {}

  // `read(model, request, today, response)`.
  template <typename Request, typename Response, typename Read>
  void AddRead(absl::string_view name, Read read) {
    surface_.Unary<Request, Response>(
        name, kReaders,
        [&replica = replica_, &clock = clock_, read](
            const Call&, const Request& request, Response& response) {
          const absl::CivilDay today = DayOf(clock.Now());
          return replica.Read([&](const Model& model, int64_t) {
            return read(model, request, today, response);
          });
        });
  }

  // `decide(model, request, today)`.
  template <typename Request, typename Response, typename Decide>
  void AddWrite(absl::string_view name, Decide decide) {
    surface_.Deferred<Request, Response>(
        name, kEditors,
        [&replica = replica_, decide](const Call& call, const Request& request,
                                      Response& response, rpc::Reply reply) {
          absl::Status checked = api::CheckRequestId(request.request_id());
          if (!checked.ok()) return reply(std::move(checked));
          rpc::CommitReply(
              replica, call, request, {.request_id = request.request_id()},
              response, std::move(reply),
              [&request, decide](const Model& model, absl::Time now) {
                return decide(model, request, DayOf(now));
              });
        });
  }

  // Create, Update and Delete of a kind of record.
  template <typename Record, typename Create, typename Update, typename Delete>
  void AddWrites(absl::string_view kind) {
    AddWrite<Create, Record>(
        absl::StrCat("Create", kind),
        [](const Model& model, const Create& request,
           absl::CivilDay today) -> absl::StatusOr<Change<Record>> {
          VIGIL_ASSIGN_OR_RETURN(Record record, NewRecord(request));
          return DecideCreate(model, std::move(record), today);
        });
    AddWrite<Update, Record>(
        absl::StrCat("Update", kind),
        [](const Model& model, const Update& request,
           absl::CivilDay today) -> absl::StatusOr<Change<Record>> {
          const Record& update = RecordIn(request);
          VIGIL_RETURN_IF_ERROR(
              api::MatchName(absl::StrCat(RecordTraits<Record>::kWord, ".name"),
                             RecordTraits<Record>::kPattern, update.name())
                  .status());
          return DecideUpdate(model, update, request.update_mask(), today);
        });
    AddWrite<Delete, Empty>(
        absl::StrCat("Delete", kind),
        [](const Model& model, const Delete& request,
           absl::CivilDay) -> absl::StatusOr<Change<Empty>> {
          VIGIL_RETURN_IF_ERROR(api::MatchName("name",
                                               RecordTraits<Record>::kPattern,
                                               request.name())
                                    .status());
          return DecideDelete<Record>(model, request.name(), request.etag());
        });
  }

  void AddReads() {
    const auto timeless = [](auto query) {
      return
          [query](const Model& model, const auto& request, absl::CivilDay,
                  auto& response) { return query(model, request, response); };
    };
    AddRead<v1::GetSessionRequest, v1::Session>("GetSession",
                                                timeless(GetSession));
    AddRead<v1::ListSessionsRequest, v1::ListSessionsResponse>("ListSessions",
                                                               ListSessions);
    AddRead<v1::GetMandateRequest, v1::Mandate>("GetMandate", GetMandate);
    AddRead<v1::ListMandatesRequest, v1::ListMandatesResponse>("ListMandates",
                                                               ListMandates);
    AddRead<v1::GetRenewalRequest, v1::Renewal>("GetRenewal",
                                                timeless(GetRenewal));
    AddRead<v1::ListRenewalsRequest, v1::ListRenewalsResponse>(
        "ListRenewals", timeless(ListRenewals));
    AddRead<v1::ListUpcomingRenewalsRequest, v1::ListUpcomingRenewalsResponse>(
        "ListUpcomingRenewals", ListUpcomingRenewals);
    AddRead<v1::ListMandateHistoryRequest, v1::ListMandateHistoryResponse>(
        "ListMandateHistory", timeless(ListMandateHistory));
  }

  void AddStateChanges() {
    AddWrite<v1::LapseMandateRequest, v1::Mandate>("LapseMandate", DecideLapse);
    AddWrite<v1::EndMandateRequest, v1::Mandate>("EndMandate", DecideEnd);
    AddWrite<v1::RestoreMandateRequest, v1::Mandate>("RestoreMandate",
                                                     DecideRestore);
  }

  void AddStreams() {
    surface_.ClientStream<v1::ImportRecordsRequest, type::v1::ImportSummary>(
        "ImportRecords", kImporters, [&replica = replica_](const Call& call) {
          return MakeImportSink(replica, call);
        });
    surface_.ServerStream<v1::WatchRequest, v1::WatchResponse>(
        "Watch", kReaders,
        [&replica = replica_, &clock = clock_](
            const Call&, const v1::WatchRequest& request) {
          return OpenWatch(replica, clock, request);
        });
  }

  rpc::Surface Take() { return std::move(surface_); }

 private:
  MandateReplica& replica_;
  const Clock& clock_;
  rpc::Surface surface_;
};

}  // namespace

rpc::Surface MandateWatchSurface(ledger::Replica<Model>& replica,
                                 const Clock& clock) {
  Builder builder(replica, clock);
  builder.AddReads();
  builder.AddWrites<v1::Session, v1::CreateSessionRequest,
                    v1::UpdateSessionRequest, v1::DeleteSessionRequest>(
      "Session");
  builder.AddWrites<v1::Mandate, v1::CreateMandateRequest,
                    v1::UpdateMandateRequest, v1::DeleteMandateRequest>(
      "Mandate");
  builder.AddWrites<v1::Renewal, v1::CreateRenewalRequest,
                    v1::UpdateRenewalRequest, v1::DeleteRenewalRequest>(
      "Renewal");
  builder.AddStateChanges();
  builder.AddStreams();
  return builder.Take();
}

}  // namespace vigil::mandate_watch
