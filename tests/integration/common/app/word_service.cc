// A service as small as can be, over the harness of all services: it keeps
// what is said.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/app/service_main.h"
#include "services/common/rpc/commit.h"
#include "services/common/rpc/watch_source.h"
#include "tests/support/word_list.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil {
namespace {

using ledger::WordList;
using test::v1::CountRequest;
using test::v1::CountResponse;
using test::v1::SayRequest;
using test::v1::SayResponse;
using test::v1::SumRequest;
using test::v1::SumResponse;
using Replica = ledger::Replica<WordList>;

absl::StatusOr<rpc::Decided<SayRequest, SayResponse>> Decide(
    const WordList& model, const SayRequest& request) {
  rpc::Decided<SayRequest, SayResponse> decided;
  decided.events.push_back(request);
  decided.response.set_text(std::to_string(model.words().size() + 1));
  return decided;
}

rpc::WatchParts<CountResponse> Revisions(Replica& replica) {
  return {.initial = {},
          .watcher = replica.core().Watch(0),
          .fill = [](const ledger::Record& record,
                     CountResponse& response) -> absl::StatusOr<bool> {
            response.set_number(record.revision);
            return true;
          },
          .heartbeat =
              [](CountResponse& response) { response.set_heartbeat(true); }};
}

rpc::Surface MakeSurface(Replica& replica) {
  rpc::Surface surface(
      SayRequest::descriptor()->file()->FindServiceByName("EchoService"));
  surface.Unary<SayRequest, SayResponse>(
      "Say", identity::kReaders,
      [&replica](const rpc::Call&, const SayRequest&, SayResponse& response) {
        return replica.Read([&](const WordList& model, int64_t) {
          response.set_text(std::to_string(model.words().size()));
          return absl::OkStatus();
        });
      });
  surface.Deferred<SayRequest, SayResponse>(
      "SayLater", identity::kEditors,
      [&replica](const rpc::Call& call, const SayRequest& request,
                 SayResponse& response, rpc::Reply reply) {
        rpc::CommitReply(replica, call, request, {}, response, std::move(reply),
                         [&request](const WordList& model, absl::Time) {
                           return Decide(model, request);
                         });
      });
  surface.ServerStream<CountRequest, CountResponse>(
      "Count", identity::kReaders,
      [&replica](const rpc::Call&, const CountRequest&)
          -> absl::StatusOr<std::unique_ptr<rpc::Source>> {
        return rpc::MakeWatchSource<CountResponse>(Revisions(replica));
      });
  surface.ClientStream<SumRequest, SumResponse>(
      "Sum", identity::kReaders,
      [](const rpc::Call&) -> absl::StatusOr<std::unique_ptr<rpc::Sink>> {
        return absl::UnimplementedError("words cannot be added up");
      });
  return surface;
}

}  // namespace
}  // namespace vigil

int main(int argc, char** argv) {
  vigil::app::ServiceMain service("words", "Keeps what is said, for tests.");
  return service.RunOnLedger<vigil::ledger::WordList>(
      argc, argv, [](vigil::Replica& replica, const vigil::app::Environment&) {
        return std::vector<vigil::rpc::Surface>{vigil::MakeSurface(replica)};
      });
}
