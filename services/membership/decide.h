#pragma once

#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/api/errors.h"
#include "services/common/api/etag.h"
#include "services/common/api/field_mask.h"
#include "services/common/base/status_macros.h"
#include "services/membership/errors.h"
#include "services/membership/fields.h"
#include "services/membership/model.h"
#include "services/membership/rules.h"

namespace vigil::membership {

// What a command leads to: events, none if nothing changes, and the answer.
template <typename Answer>
struct Change {
  using Event = v1::Event;

  std::vector<v1::Event> events;
  Answer response;
};

// A record that is to be created.
template <typename Record>
struct NewRecord {
  std::string parent;  // Empty for a kind without parents.
  std::string id;      // Empty where it follows from the record.
  std::string path;    // Where the record is in the request.
  Record record;
};

// The id of a new record: the one that was chosen, or what its fields say. An
// id that has to be chosen and is none is an `INVALID_ARGUMENT`.
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::State>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::FreedomScore>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::Grouping>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::GroupingClaim>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::Body>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::Term>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::Election>& created);
absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::Candidacy>& created);

// `bodies/hrc/terms/chn-2024` of its pattern, parent and id.
template <typename Record>
std::string NameOf(absl::string_view parent, absl::string_view id) {
  absl::string_view collection = RecordTraits<Record>::kPattern;
  collection.remove_suffix(2);
  collection = IdOf(collection);
  return parent.empty() ? absl::StrCat(collection, "/", id)
                        : absl::StrCat(parent, "/", collection, "/", id);
}

// Fills in what a record leaves to the service.
template <typename Record>
void Complete(const Model& model, Record& record) {
  if constexpr (std::is_same_v<Record, v1::Term> ||
                std::is_same_v<Record, v1::Candidacy>) {
    const auto* state = model.Find<v1::State>(record.state());
    if (record.regional_group() == type::v1::REGIONAL_GROUP_UNSPECIFIED &&
        state != nullptr) {
      record.set_regional_group(state->regional_group());
    }
  }
  if constexpr (std::is_same_v<Record, v1::Election>) {
    if (record.state() == v1::ELECTION_STATE_UNSPECIFIED) {
      record.set_state(v1::ELECTION_STATE_SCHEDULED);
    }
  }
}

// The change in which `record`, which is checked, is as it says from now on.
template <typename Record>
Change<Record> Recorded(Record record) {
  Change<Record> change;
  record.clear_etag();
  RecordTraits<Record>::In(change.events.emplace_back()) = record;
  record.set_etag(api::EtagOf(record));
  change.response = std::move(record);
  return change;
}

// Creates a record. Errors: those that its method promises.
template <typename Record>
absl::StatusOr<Change<Record>> DecideCreate(const Model& model,
                                            NewRecord<Record> created) {
  using Traits = RecordTraits<Record>;
  VIGIL_RETURN_IF_ERROR(CheckFields(created.record).ToStatus(created.path));
  if constexpr (kHasParent<Record>) {
    VIGIL_RETURN_IF_ERROR(
        model.Get<typename Traits::Parent>(created.parent).status());
  }
  VIGIL_ASSIGN_OR_RETURN(const std::string id, IdFor(model, created));
  Record record = std::move(created.record);
  record.set_name(NameOf<Record>(created.parent, id));
  if (model.Find<Record>(record.name()) != nullptr) {
    return api::AlreadyExistsError(record.name());
  }
  if (model.records<Record>().size() >= Traits::kMaxRecords) {
    return TooManyRecordsError(Traits::kPattern, Traits::kMaxRecords);
  }
  Complete(model, record);
  VIGIL_RETURN_IF_ERROR(CheckRules(model, record));
  return Recorded(std::move(record));
}

// Changes the fields of a record that `mask` names; no event if they are so
// already. `path` is where `update` is in the request.
template <typename Record>
absl::StatusOr<Change<Record>> DecideUpdate(
    const Model& model, absl::string_view path, const Record& update,
    const google::protobuf::FieldMask& mask) {
  VIGIL_ASSIGN_OR_RETURN(const Record* present,
                         model.Get<Record>(update.name()));
  VIGIL_RETURN_IF_ERROR(
      api::CheckEtag(update.name(), update.etag(), present->etag()));
  Record record = *present;
  VIGIL_RETURN_IF_ERROR(
      api::ApplyUpdate(mask, RecordTraits<Record>::kFields, update, record));
  VIGIL_RETURN_IF_ERROR(CheckFields(record).ToStatus(path));
  Complete(model, record);
  if (api::EtagOf(record) == present->etag()) {
    return Change<Record>{.response = *present};
  }
  VIGIL_RETURN_IF_ERROR(CheckRules(model, record));
  return Recorded(std::move(record));
}

// Deletes a record that nothing refers to.
template <typename Record>
absl::StatusOr<Change<google::protobuf::Empty>> DecideDelete(
    const Model& model, const std::string& name, absl::string_view etag) {
  VIGIL_ASSIGN_OR_RETURN(const Record* present, model.Get<Record>(name));
  VIGIL_RETURN_IF_ERROR(api::CheckEtag(name, etag, present->etag()));
  const std::string referrer = model.ReferrerOf(name);
  if (!referrer.empty()) return ResourceInUseError(name, referrer);
  Change<google::protobuf::Empty> change;
  change.events.emplace_back().set_record_deleted(name);
  return change;
}

}  // namespace vigil::membership
