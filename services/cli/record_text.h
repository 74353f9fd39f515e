#pragma once

#include <google/protobuf/message.h>

#include "services/cli/table.h"

namespace vigil::cli {

// The fields of `record` that are set, in the order of the proto: dates, times
// and sources as one value each; last those of messages in it, as
// `due.session`. Lists of messages, and what is deeper, are left out; JSON has
// them.
Table RecordTable(const google::protobuf::Message& record);

}  // namespace vigil::cli
