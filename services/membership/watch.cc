#include "services/membership/watch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/rpc/watch_source.h"

namespace vigil::membership {
namespace {

// Events of the ledger bear no etags: those that are streamed do.
void AddEtag(v1::Event& event) {
  const google::protobuf::Reflection& fields = *event.GetReflection();
  const auto* field = fields.GetOneofFieldDescriptor(
      event, v1::Event::descriptor()->oneof_decl(0));
  if (field == nullptr || field->message_type() == nullptr) return;
  google::protobuf::Message& record = *fields.MutableMessage(&event, field);
  record.GetReflection()->SetString(
      &record, record.GetDescriptor()->FindFieldByName("etag"),
      api::EtagOf(record));
}

// All records as they are at `revision`, and a last message that says that this
// was all.
std::vector<v1::WatchResponse> InitialState(const Model& model,
                                            int64_t revision) {
  std::vector<v1::WatchResponse> messages;
  for (v1::Event& event : model.ToEvents()) {
    if (messages.empty() ||
        messages.back().events_size() == kInitialEventsPerMessage) {
      v1::WatchResponse& next = messages.emplace_back();
      next.set_revision(revision);
      next.set_head_revision(revision);
      next.set_initial(true);
    }
    *messages.back().add_events() = std::move(event);
  }
  messages.emplace_back().set_revision(revision);
  messages.back().set_head_revision(revision);
  return messages;
}

absl::StatusOr<bool> Fill(const ledger::ReplicaCore& core,
                          const ledger::Record& record,
                          v1::WatchResponse& response) {
  for (const std::string& bytes : record.entry.events()) {
    v1::Event& event = *response.add_events();
    if (!event.ParseFromString(bytes)) {
      return EntryUnreadableError(record.revision);
    }
    AddEtag(event);
  }
  response.set_revision(record.revision);
  response.set_head_revision(std::max(core.head_revision(), record.revision));
  *response.mutable_record_time() = record.entry.recorded_at();
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Source>> OpenWatch(
    MembershipReplica& replica, const v1::WatchRequest& request) {
  if (request.after_revision() < 0) {
    return InvalidFieldError("after_revision", "is negative");
  }
  if (request.initial_state() && request.after_revision() != 0) {
    return InvalidFieldError("after_revision",
                             "cannot be given with initial_state");
  }
  rpc::WatchParts<v1::WatchResponse> parts;
  int64_t after = request.after_revision();
  VIGIL_RETURN_IF_ERROR(replica.Read([&](const Model& model, int64_t revision) {
    if (!request.initial_state()) return absl::OkStatus();
    after = revision;
    parts.initial = InitialState(model, revision);
    return absl::OkStatus();
  }));
  const ledger::ReplicaCore& core = replica.core();
  parts.watcher = replica.core().Watch(after);
  // Both are the source's.
  const ledger::Watcher& watcher = *parts.watcher;
  parts.heartbeat = [&core, &watcher](v1::WatchResponse& response) {
    response.set_revision(watcher.revision());
    response.set_head_revision(
        std::max(core.head_revision(), watcher.revision()));
  };
  parts.fill = [&core](const ledger::Record& record,
                       v1::WatchResponse& response) {
    return Fill(core, record, response);
  };
  return rpc::MakeWatchSource<v1::WatchResponse>(std::move(parts));
}

}  // namespace vigil::membership
