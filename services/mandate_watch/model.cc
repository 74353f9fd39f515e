#include "services/mandate_watch/model.h"

#include <functional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/mandate_watch/errors.h"
#include "services/mandate_watch/names.h"
#include "services/mandate_watch/records.h"
#include "vigil/mandate_watch/v1/snapshot.pb.h"

namespace vigil::mandate_watch {
namespace {

constexpr int kEventsPerChunk = 1'000;

// Puts records into chunks, one after another.
class ChunkWriter {
 public:
  template <typename Record>
  void Write(const Model::Table<Record>& records) {
    for (const auto& [name, record] : records) {
      *chunk_.add_events() = RecordedEvent(record);
      if (chunk_.events_size() == kEventsPerChunk) Flush();
    }
  }

  std::vector<std::string> Finish() {
    if (chunk_.events_size() > 0) Flush();
    return std::move(chunks_);
  }

 private:
  void Flush() {
    chunks_.push_back(chunk_.SerializeAsString());
    chunk_.Clear();
  }

  v1::Snapshot chunk_;
  std::vector<std::string> chunks_;
};

}  // namespace

absl::Status Model::Apply(const ledger::Entry& entry, int64_t revision) {
  if (entry.event_type() != v1::Event::descriptor()->full_name()) {
    return UnreadableEntryError(revision);
  }
  std::vector<v1::Event> events(entry.events_size());
  for (int i = 0; i < entry.events_size(); ++i) {
    if (!events[i].ParseFromString(entry.events(i)) ||
        events[i].event_case() == v1::Event::EVENT_NOT_SET) {
      return UnreadableEntryError(revision);
    }
  }
  for (const v1::Event& event : events) Evolve(event);
  return absl::OkStatus();
}

std::vector<std::string> Model::Serialize() const {
  ChunkWriter writer;
  writer.Write(sessions_);
  writer.Write(mandates_);
  writer.Write(renewals_);
  return writer.Finish();
}

absl::Status Model::Restore(const std::vector<std::string>& chunks) {
  Clear();
  for (const std::string& bytes : chunks) {
    v1::Snapshot chunk;
    if (!chunk.ParseFromString(bytes)) return UnreadableSnapshotError();
    for (const v1::Event& event : chunk.events()) Evolve(event);
  }
  return absl::OkStatus();
}

void Model::Clear() {
  sessions_.clear();
  mandates_.clear();
  renewals_.clear();
  calendars_.clear();
}

void Model::Evolve(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kSessionRecorded: {
      const v1::Session& session = event.session_recorded();
      calendars_[std::string(BodyOf(session.name()))].Put(session);
      sessions_[session.name()] = session;
      return;
    }
    case v1::Event::kMandateRecorded:
      mandates_[event.mandate_recorded().name()] = event.mandate_recorded();
      return;
    case v1::Event::kRenewalRecorded:
      renewals_[event.renewal_recorded().name()] = event.renewal_recorded();
      return;
    case v1::Event::kRecordDeleted:
      return Delete(event.record_deleted());
    case v1::Event::EVENT_NOT_SET:
      return;
  }
}

void Model::Delete(const std::string& name) {
  if (const auto* session = Find<v1::Session>(name)) {
    const auto calendar = calendars_.find(BodyOf(name));
    calendar->second.Remove(session->number());
    if (calendar->second.empty()) calendars_.erase(calendar);
  }
  sessions_.erase(name);
  mandates_.erase(name);
  renewals_.erase(name);
}

const Calendar& Model::CalendarOf(absl::string_view body) const {
  static const Calendar& none = *new Calendar;
  const auto it = calendars_.find(body);
  return it == calendars_.end() ? none : it->second;
}

std::vector<const v1::Renewal*> Model::RenewalsOf(
    absl::string_view mandate) const {
  const std::string prefix = absl::StrCat(mandate, "/renewals/");
  std::vector<const v1::Renewal*> found;
  for (auto it = renewals_.lower_bound(prefix);
       it != renewals_.end() && absl::StartsWith(it->first, prefix); ++it) {
    found.push_back(&it->second);
  }
  return found;
}

v1::Mandate Model::AssessedMandate(const v1::Mandate& mandate,
                                   const AsOf& as_of) const {
  return Assessed(mandate, RenewalsOf(mandate.name()),
                  CalendarOf(BodyOf(mandate.name())), as_of);
}

}  // namespace vigil::mandate_watch
