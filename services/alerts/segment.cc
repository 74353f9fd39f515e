#include "services/alerts/segment.h"

#include <utility>

namespace vigil::alerts {

std::string Pack(const Segment& segment) {
  v1::SnapshotSubscription stored;
  stored.set_id(segment.id);
  stored.set_display_name(segment.display_name);
  const std::vector<Term>& terms = segment.conditions.terms.terms();
  stored.mutable_terms()->Add(terms.begin(), terms.end());
  stored.set_score_threshold(segment.conditions.score_threshold);
  stored.set_create_micros(segment.create_micros);
  stored.set_update_micros(segment.update_micros);
  stored.set_create_revision(segment.create_revision);
  stored.set_start_revision(segment.start_revision);
  stored.set_end_revision(segment.end_revision);
  AppendDifferences(segment.backfill, *stored.mutable_backfill());
  return stored.SerializeAsString();
}

Segment Unpack(absl::string_view packed) {
  v1::SnapshotSubscription stored;
  stored.ParseFromArray(packed.data(), static_cast<int>(packed.size()));
  return FromStored(stored);
}

Segment FromStored(const v1::SnapshotSubscription& stored) {
  return {.id = stored.id(),
          .display_name = stored.display_name(),
          .conditions = {.terms = TermSet(
                             {stored.terms().begin(), stored.terms().end()}),
                         .score_threshold = stored.score_threshold()},
          .create_micros = stored.create_micros(),
          .update_micros = stored.update_micros(),
          .create_revision = stored.create_revision(),
          .start_revision = stored.start_revision(),
          .end_revision = stored.end_revision(),
          .backfill = PositionsOf(stored.backfill())};
}

absl::string_view PackedIdOf(absl::string_view packed) {
  // The field with the lowest number comes first: its tag, its length (at most
  // 63, so one byte), its bytes.
  return packed.substr(2, static_cast<unsigned char>(packed[1]));
}

}  // namespace vigil::alerts
