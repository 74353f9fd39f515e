#pragma once

#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/api/errors.h"
#include "services/common/api/etag.h"
#include "services/common/api/field_mask.h"
#include "services/common/base/status_macros.h"
#include "services/mandate_watch/check.h"
#include "services/mandate_watch/errors.h"
#include "services/mandate_watch/model.h"
#include "services/mandate_watch/present.h"
#include "services/mandate_watch/records.h"
#include "services/mandate_watch/references.h"
#include "vigil/mandate_watch/v1/mandate_requests.pb.h"

namespace vigil::mandate_watch {

// What commands lead to, by what is recorded. Pure functions; the errors are
// those of mandate_watch_service.proto.

// Events, none if nothing changes, and the answer.
template <typename Answer>
struct Change {
  using Event = v1::Event;

  std::vector<v1::Event> events;
  Answer response;
};

// The record that is to be, with its answer as it will be then.
template <typename Record>
absl::StatusOr<Change<Record>> Recorded(const Model& model, Record record,
                                        absl::CivilDay today) {
  VIGIL_RETURN_IF_ERROR(Check(RecordTraits<Record>::kWord, record));
  VIGIL_RETURN_IF_ERROR(CheckReferences(model, record));
  VIGIL_RETURN_IF_ERROR(CheckHappened(model, record, today));
  Change<Record> change;
  change.events.push_back(RecordedEvent(record));
  change.response = Presented(model, record, {.day = today});
  return change;
}

// `record` bears the name that it is to have.
template <typename Record>
absl::StatusOr<Change<Record>> DecideCreate(const Model& model, Record record,
                                            absl::CivilDay today) {
  using Traits = RecordTraits<Record>;
  Normalize(record);
  if (model.Find<Record>(record.name()) != nullptr) {
    return api::AlreadyExistsError(record.name());
  }
  if (model.All<Record>().size() >= Traits::kMaxRecords) {
    return TooManyRecordsError(Traits::kWord, Traits::kMaxRecords);
  }
  return Recorded(model, std::move(record), today);
}

template <typename Record>
absl::StatusOr<Change<Record>> DecideUpdate(
    const Model& model, const Record& update,
    const google::protobuf::FieldMask& mask, absl::CivilDay today) {
  const auto* found = model.Find<Record>(update.name());
  if (found == nullptr) return api::NotFoundError(update.name());
  VIGIL_RETURN_IF_ERROR(
      api::CheckEtag(update.name(), update.etag(), api::EtagOf(*found)));
  Record record = *found;
  VIGIL_RETURN_IF_ERROR(
      api::ApplyUpdate(mask, RecordTraits<Record>::kFields, update, record));
  Normalize(record);
  VIGIL_ASSIGN_OR_RETURN(Change<Record> change, Recorded(model, record, today));
  if (api::EtagOf(record) == api::EtagOf(*found)) change.events.clear();
  return change;
}

template <typename Record>
absl::StatusOr<Change<google::protobuf::Empty>> DecideDelete(
    const Model& model, const std::string& name, const std::string& etag) {
  const auto* found = model.Find<Record>(name);
  if (found == nullptr) return api::NotFoundError(name);
  VIGIL_RETURN_IF_ERROR(api::CheckEtag(name, etag, api::EtagOf(*found)));
  VIGIL_RETURN_IF_ERROR(CheckUnused(model, name));
  Change<google::protobuf::Empty> change;
  change.events.emplace_back().set_record_deleted(name);
  return change;
}

// The states of a mandate.
absl::StatusOr<Change<v1::Mandate>> DecideLapse(
    const Model& model, const v1::LapseMandateRequest& request,
    absl::CivilDay today);
absl::StatusOr<Change<v1::Mandate>> DecideEnd(
    const Model& model, const v1::EndMandateRequest& request,
    absl::CivilDay today);
absl::StatusOr<Change<v1::Mandate>> DecideRestore(
    const Model& model, const v1::RestoreMandateRequest& request,
    absl::CivilDay today);

}  // namespace vigil::mandate_watch
