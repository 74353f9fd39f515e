#include "services/mandate_watch/watch.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/date.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/watch_source.h"
#include "services/mandate_watch/errors.h"
#include "services/mandate_watch/present.h"
#include "services/mandate_watch/records.h"

namespace vigil::mandate_watch {
namespace {

// What one stream tells, and what it has told.
class Teller {
 public:
  Teller(MandateReplica& replica, const Clock& clock)
      : replica_(replica), clock_(clock) {}

  // All records at the revision that is returned, and a last message that says
  // that this was all.
  absl::StatusOr<int64_t> TellAll(std::vector<v1::WatchResponse>& messages) {
    int64_t revision = 0;
    VIGIL_RETURN_IF_ERROR(replica_.Read([&](const Model& model, int64_t at) {
      revision = at;
      const AsOf today{.day = DayOf(clock_.Now())};
      TellTable(model, model.All<v1::Session>(), today, messages);
      TellTable(model, model.All<v1::Mandate>(), today, messages);
      TellTable(model, model.All<v1::Renewal>(), today, messages);
      told_revision_ = at;
      told_day_ = today.day;
      return absl::OkStatus();
    }));
    messages.emplace_back();
    for (v1::WatchResponse& message : messages) {
      message.set_revision(revision);
      message.set_head_revision(revision);
      message.set_initial(message.events_size() > 0);
    }
    return revision;
  }

  absl::Status TellEntry(const ledger::Record& record,
                         v1::WatchResponse& response) {
    for (const std::string& bytes : record.entry.events()) {
      if (!response.add_events()->ParseFromString(bytes)) {
        return UnreadableEntryError(record.revision);
      }
    }
    *response.mutable_record_time() = record.entry.recorded_at();
    SetRevisions(record.revision, response);
    return replica_.Read([&](const Model& model, int64_t revision) {
      const AsOf today{.day = DayOf(clock_.Now())};
      for (v1::Event& event : *response.mutable_events()) {
        Complete(model, today, event);
      }
      Refresh(model, revision, today, response);
      return absl::OkStatus();
    });
  }

  // What there is to tell without an entry. While the replica cannot be read
  // that is nothing.
  void TellNews(int64_t sent_revision, v1::WatchResponse& response) {
    SetRevisions(sent_revision, response);
    const absl::Status ignored =
        replica_.Read([&](const Model& model, int64_t revision) {
          Refresh(model, revision, {.day = DayOf(clock_.Now())}, response);
          return absl::OkStatus();
        });
    static_cast<void>(ignored);
  }

 private:
  void SetRevisions(int64_t revision, v1::WatchResponse& response) const {
    response.set_revision(revision);
    response.set_head_revision(
        std::max(replica_.core().head_revision(), revision));
  }

  template <typename Record>
  void TellTable(const Model& model, const Model::Table<Record>& records,
                 const AsOf& today, std::vector<v1::WatchResponse>& messages) {
    for (const auto& [name, record] : records) {
      if (messages.empty() ||
          messages.back().events_size() == kEventsPerMessage) {
        messages.emplace_back();
      }
      Record presented = Presented(model, record, today);
      if constexpr (std::is_same_v<Record, v1::Mandate>) IsNews(presented);
      RecordTraits<Record>::In(*messages.back().add_events()) =
          std::move(presented);
    }
  }

  // Adds what is output only to an event of the ledger.
  void Complete(const Model& model, const AsOf& today, v1::Event& event) {
    switch (event.event_case()) {
      case v1::Event::kSessionRecorded:
        *event.mutable_session_recorded() =
            Presented(model, v1::Session(event.session_recorded()), today);
        return;
      case v1::Event::kMandateRecorded:
        *event.mutable_mandate_recorded() =
            Presented(model, v1::Mandate(event.mandate_recorded()), today);
        IsNews(event.mandate_recorded());
        return;
      case v1::Event::kRenewalRecorded:
        *event.mutable_renewal_recorded() =
            Presented(model, v1::Renewal(event.renewal_recorded()), today);
        return;
      default:
        return;
    }
  }

  // Adds the mandates that are others than when they were told. What does not
  // fit into the message comes with the next.
  void Refresh(const Model& model, int64_t revision, const AsOf& today,
               v1::WatchResponse& response) {
    if (revision == told_revision_ && today.day == told_day_) return;
    int count = 0;
    for (const auto& [name, mandate] : model.All<v1::Mandate>()) {
      v1::Mandate presented = Presented(model, mandate, today);
      if (!IsNews(presented)) continue;
      *response.add_events()->mutable_mandate_recorded() = std::move(presented);
      if (++count == kEventsPerMessage) return;
    }
    std::erase_if(told_, [&](const auto& item) {
      return model.Find<v1::Mandate>(item.first) == nullptr;
    });
    told_revision_ = revision;
    told_day_ = today.day;
  }

  // Whether it has not been told; it is now.
  bool IsNews(const v1::Mandate& presented) {
    const size_t hash = std::hash<std::string>()(presented.SerializeAsString());
    const auto [it, is_new] = told_.try_emplace(presented.name(), hash);
    return is_new || std::exchange(it->second, hash) != hash;
  }

  MandateReplica& replica_;
  const Clock& clock_;
  std::map<std::string, size_t> told_;  // Mandates by name.
  // When all mandates were last compared with what was told.
  int64_t told_revision_ = -1;
  absl::CivilDay told_day_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Source>> OpenWatch(
    MandateReplica& replica, const Clock& clock,
    const v1::WatchRequest& request) {
  if (request.after_revision() < 0) {
    return InvalidFieldError("after_revision", "is negative");
  }
  if (request.initial_state() && request.after_revision() != 0) {
    return InvalidFieldError("after_revision",
                             "cannot be given with initial_state");
  }
  const auto teller = std::make_shared<Teller>(replica, clock);
  rpc::WatchParts<v1::WatchResponse> parts;
  int64_t after = request.after_revision();
  if (request.initial_state()) {
    VIGIL_ASSIGN_OR_RETURN(after, teller->TellAll(parts.initial));
  }
  parts.watcher = replica.core().Watch(after);
  parts.fill = [teller](const ledger::Record& record,
                        v1::WatchResponse& response) -> absl::StatusOr<bool> {
    VIGIL_RETURN_IF_ERROR(teller->TellEntry(record, response));
    return true;
  };
  // The watcher lives as long as the source that asks for heartbeats.
  const ledger::Watcher& watcher = *parts.watcher;
  parts.heartbeat = [teller, &watcher](v1::WatchResponse& response) {
    teller->TellNews(watcher.revision(), response);
  };
  return rpc::MakeWatchSource<v1::WatchResponse>(std::move(parts));
}

}  // namespace vigil::mandate_watch
