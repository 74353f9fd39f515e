#include "services/membership/import_sink.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/common/csv/import_session.h"
#include "services/membership/import.h"
#include "vigil/membership/v1/import_requests.pb.h"

namespace vigil::membership {
namespace {

constexpr size_t kMaxSourceBytes = 500;

using type::v1::ImportSummary;

class ImportSink final : public rpc::Sink {
 public:
  ImportSink(MembershipReplica& replica, const rpc::Call& call)
      : replica_(replica),
        actor_(call.principal.name),
        method_(call.method),
        deadline_(call.deadline) {}

  absl::Status Push(const google::protobuf::Message& message) override {
    const auto& request = static_cast<const v1::ImportRecordsRequest&>(message);
    switch (request.content_case()) {
      case v1::ImportRecordsRequest::kOptions:
        return session_.Begin(request.options());
      case v1::ImportRecordsRequest::kPiece:
        return session_.Append(request.piece());
      case v1::ImportRecordsRequest::CONTENT_NOT_SET:
        break;
    }
    return InvalidFieldError("content", "is required: options or a piece");
  }

  void Finish(google::protobuf::Message& response,
              std::function<void(absl::Status)> done) override {
    auto& summary = static_cast<ImportSummary&>(response);
    if (absl::Status ended = session_.End(); !ended.ok()) return done(ended);
    csv::Refusals refusals;
    auto tables =
        std::make_shared<const Tables>(ReadTables(session_.files(), refusals));
    const auto decide = [tables, refusals,
                         options = session_.options()](const Model& model) {
      return DecideImport(model, *tables, refusals, options);
    };
    if (session_.options().validate_only()) {
      return done(replica_.Read([&](const Model& model, int64_t revision) {
        auto change = decide(model);
        if (change.ok()) summary = std::move(change->response);
        summary.set_revision(revision);
        return change.status();
      }));
    }
    replica_.Commit(
        Command(),
        [decide](const Model& model,
                 absl::Time) -> absl::StatusOr<ledger::Decision> {
          VIGIL_ASSIGN_OR_RETURN(const auto change, decide(model));
          ledger::Decision decision{
              .event_type = v1::Event::descriptor()->full_name(),
              .answer = change.response.SerializeAsString()};
          for (const v1::Event& event : change.events) {
            decision.events.push_back(event.SerializeAsString());
          }
          return decision;
        },
        [&summary, done = std::move(done)](
            const absl::StatusOr<ledger::Committed>& committed) {
          const absl::Status filled = rpc::FillResponse(committed, summary);
          if (filled.ok()) summary.set_revision(committed->revision);
          done(filled);
        });
  }

 private:
  ledger::Command Command() const {
    std::vector<std::string> names;
    std::string request;
    for (const csv::ImportFile& file : session_.files()) {
      names.push_back(file.name);
      absl::StrAppend(&request, file.name.size(), ":", file.name,
                      file.content.size(), ":", file.content);
    }
    absl::StrAppend(&request, session_.options().keep_going() ? "1" : "0");
    ledger::Command command;
    command.actor = actor_;
    command.request_id = session_.options().request_id();
    command.digest = ledger::DigestOf(method_, request);
    command.source = absl::StrCat("import ", absl::StrJoin(names, ", "))
                         .substr(0, kMaxSourceBytes);
    command.deadline = deadline_;
    return command;
  }

  MembershipReplica& replica_;
  const std::string actor_;
  const std::string method_;
  const absl::Time deadline_;
  csv::ImportSession session_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Sink>> OpenImport(
    MembershipReplica& replica, const rpc::Call& call) {
  return std::make_unique<ImportSink>(replica, call);
}

}  // namespace vigil::membership
