#include "services/mandate_watch/import_sink.h"

#include <functional>
#include <string>
#include <utility>

#include "services/common/base/status_macros.h"
#include "services/common/csv/import_session.h"
#include "services/common/rpc/commit.h"
#include "services/mandate_watch/import_plan.h"
#include "vigil/mandate_watch/v1/stream_requests.pb.h"

namespace vigil::mandate_watch {
namespace {

// The answer is kept in the ledger, within its limit: errors that would make it
// too long are left out, and only counted.
constexpr size_t kMaxSummaryBytes = 60 << 10;

type::v1::ImportSummary SummaryOf(const ImportPlan& plan) {
  type::v1::ImportSummary summary =
      csv::Summary(plan.tally, plan.refusals, /*revision=*/0);
  while (summary.ByteSizeLong() > kMaxSummaryBytes) {
    summary.mutable_errors()->RemoveLast();
  }
  return summary;
}

class ImportSink final : public rpc::Sink {
 public:
  ImportSink(ledger::Replica<Model>& replica, rpc::Call call)
      : replica_(replica), call_(std::move(call)) {}

  absl::Status Push(const google::protobuf::Message& message) override {
    const auto& request = static_cast<const v1::ImportRecordsRequest&>(message);
    return request.has_options() ? session_.Begin(request.options())
                                 : session_.Append(request.piece());
  }

  void Finish(google::protobuf::Message& response,
              std::function<void(absl::Status)> done) override {
    if (absl::Status ended = session_.End(); !ended.ok()) {
      return done(std::move(ended));
    }
    rows_ = ReadRows(session_.files(), refusals_);
    auto& summary = static_cast<type::v1::ImportSummary&>(response);
    replica_.Commit(
        Command(),
        [this](const Model& model, absl::Time) { return Decide(model); },
        [&summary, done = std::move(done)](
            const absl::StatusOr<ledger::Committed>& committed) {
          const absl::Status filled = rpc::FillResponse(committed, summary);
          if (filled.ok()) summary.set_revision(committed->revision);
          done(filled);
        });
  }

 private:
  // The request is what was sent: the options and the content of each file.
  ledger::Command Command() const {
    ledger::Command command;
    command.actor = call_.principal.name;
    command.request_id = session_.options().request_id();
    command.deadline = call_.deadline;
    command.source = "import";
    type::v1::ImportOptions options = session_.options();
    options.clear_request_id();
    std::string digests = options.SerializeAsString();
    for (const csv::ImportFile& file : session_.files()) {
      digests += ledger::DigestOf(file.name, file.content);
    }
    command.digest = ledger::DigestOf(call_.method, digests);
    return command;
  }

  absl::StatusOr<ledger::Decision> Decide(const Model& model) const {
    VIGIL_ASSIGN_OR_RETURN(const ImportPlan plan,
                           PlanImport(model, rows_, refusals_));
    VIGIL_RETURN_IF_ERROR(session_.Check(plan.refusals));
    ledger::Decision decision;
    decision.answer = SummaryOf(plan).SerializeAsString();
    if (session_.options().validate_only()) return decision;
    decision.event_type = v1::Event::descriptor()->full_name();
    for (const v1::Event& event : plan.events) {
      decision.events.push_back(event.SerializeAsString());
    }
    return decision;
  }

  ledger::Replica<Model>& replica_;
  const rpc::Call call_;
  csv::ImportSession session_;
  csv::Refusals refusals_;
  Rows rows_;
};

}  // namespace

std::unique_ptr<rpc::Sink> MakeImportSink(ledger::Replica<Model>& replica,
                                          const rpc::Call& call) {
  return std::make_unique<ImportSink>(replica, call);
}

}  // namespace vigil::mandate_watch
