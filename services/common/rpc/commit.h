#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/ledger/replica.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/surface.h"

namespace vigil::rpc {

// What a write leads to: the events that are appended, all or none, and the
// response that the client gets, now and if it asks again.
template <typename EventMessage, typename ResponseMessage>
struct Decided {
  using Event = EventMessage;

  std::vector<Event> events;  // None: nothing changes.
  ResponseMessage response;
};

// How a write enters the ledger. See `ledger::Command`.
struct CommitOptions {
  // The request's `request_id`.
  std::string request_id;
  std::string scope;
  std::string source;
};

// The digest of a request without its `request_id`, the same for equal requests
// in every process.
std::string DigestOfRequest(absl::string_view method,
                            const google::protobuf::Message& request);

// The command of a call.
ledger::Command CommandOf(const Call& call,
                          const google::protobuf::Message& request,
                          CommitOptions options);

// Fills `response` from what was committed: the first answer, also when the
// request is repeated.
absl::Status FillResponse(const absl::StatusOr<ledger::Committed>& committed,
                          google::protobuf::Message& response);

// Answers a deferred method by a change: `decide(model, now)` returns
// `absl::StatusOr<Decided<Event, Response>>` and may be called more than once.
// `call`, `request` and `response` live until `reply` is called. For the other
// errors see `ledger::Replica::Commit`.
//
//   surface.Deferred<CreateXRequest, X>("CreateX", kEditors,
//       [this](const Call& call, const CreateXRequest& request, X& response,
//              Reply reply) {
//         CommitReply(replica_, call, request,
//                     {.request_id = request.request_id(),
//                      .scope = request.x_id()},
//                     response, std::move(reply),
//                     [&request](const Model& model, absl::Time now) {
//                       return DecideCreateX(model, request, now);
//                     });
//       });
template <typename Model, typename Decide>
void CommitReply(ledger::Replica<Model>& replica, const Call& call,
                 const google::protobuf::Message& request,
                 CommitOptions options, google::protobuf::Message& response,
                 Reply reply, Decide decide) {
  using Result =
      typename std::invoke_result_t<Decide, const Model&, absl::Time>;
  using Event = typename Result::value_type::Event;
  replica.Commit(
      CommandOf(call, request, std::move(options)),
      [decide = std::move(decide)](const Model& model, absl::Time now)
          -> absl::StatusOr<ledger::Decision> {
        const Result decided = decide(model, now);
        if (!decided.ok()) return decided.status();
        ledger::Decision decision;
        decision.event_type = Event::descriptor()->full_name();
        decision.events.reserve(decided->events.size());
        for (const Event& event : decided->events) {
          decision.events.push_back(event.SerializeAsString());
        }
        decision.answer = decided->response.SerializeAsString();
        return decision;
      },
      [&response, reply = std::move(reply)](
          const absl::StatusOr<ledger::Committed>& committed) {
        reply(FillResponse(committed, response));
      });
}

}  // namespace vigil::rpc
