#include "services/common/rpc/server.h"

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <malloc.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/gate.h"
#include "services/common/rpc/listen.h"
#include "services/common/rpc/pump.h"
#include "services/common/rpc/runtime.h"
#include "services/common/rpc/server_options.h"
#include "services/common/rpc/service.h"

namespace vigil::rpc {
namespace {

// Sockets made while it exists are open to their owner alone.
class OwnerOnly {
 public:
  OwnerOnly() : before_(umask(S_IXUSR | S_IRWXG | S_IRWXO)) {}
  ~OwnerOnly() { umask(before_); }

  OwnerOnly(const OwnerOnly&) = delete;
  OwnerOnly& operator=(const OwnerOnly&) = delete;

 private:
  const mode_t before_;
};

}  // namespace

class Server::Parts {
 public:
  Parts(const ServerOptions& options, const identity::Directory& directory,
        Health& health, SocketClaim claim)
      : claim_(std::move(claim)),
        gate_(directory),
        pump_(options.heartbeat_interval, options.max_streams),
        runtime_{
            .gate = &gate_,
            .pump = &pump_,
            .max_unary_time = options.max_unary_time,
            .max_message_bytes = static_cast<size_t>(options.max_message_bytes),
            .log_calls = options.log_calls},
        health_(health),
        health_surface_(health.MakeSurface()) {}

  absl::Status Listen(const ServerOptions& options,
                      const std::vector<const Surface*>& surfaces,
                      Metrics& metrics) {
    grpc::ServerBuilder builder;
    SetLimits(options, builder);
    Register(health_surface_, builder, metrics);
    for (const Surface* surface : surfaces) {
      Register(*surface, builder, metrics);
      health_.Add(surface->service().full_name());
    }
    int port = 0;
    builder.AddListeningPort(options.address, grpc::InsecureServerCredentials(),
                             &port);
    const OwnerOnly owner_only;
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) {
      return Error(absl::StatusCode::kFailedPrecondition, "ADDRESS_IN_USE",
                   absl::StrCat("cannot listen on ", options.address));
    }
    address_ = options.address;
    if (!absl::StartsWith(address_, "unix:")) {
      address_ =
          absl::StrCat(address_.substr(0, address_.rfind(':')), ":", port);
    }
    return absl::OkStatus();
  }

  void Stop(absl::Duration grace_period) {
    health_.Stop();
    if (server_ == nullptr || stopped_.exchange(true)) return;
    pump_.Stop();
    server_->Shutdown(absl::ToChronoTime(absl::Now() + grace_period));
  }

  void RecheckCallers() { pump_.DismissUnwelcome(); }

  const std::string& address() const { return address_; }

 private:
  void Register(const Surface& surface, grpc::ServerBuilder& builder,
                Metrics& metrics) {
    services_.push_back(
        std::make_unique<SurfaceService>(surface, runtime_, metrics));
    builder.RegisterService(services_.back().get());
  }

  // In the order in which they lean on each other.
  SocketClaim claim_;
  Gate gate_;
  Pump pump_;
  Runtime runtime_;
  Health& health_;
  const Surface health_surface_;
  std::vector<std::unique_ptr<SurfaceService>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::atomic<bool> stopped_ = false;
  std::string address_;
};

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    ServerOptions options, const identity::Directory& directory,
    const std::vector<const Surface*>& surfaces, Health& health,
    Metrics& metrics) {
  for (const Surface* surface : surfaces) {
    VIGIL_RETURN_IF_ERROR(surface->Check());
  }
  VIGIL_RETURN_IF_ERROR(
      CheckListenAddress(options.address, options.allow_untrusted_network));
  VIGIL_ASSIGN_OR_RETURN(SocketClaim claim,
                         SocketClaim::Acquire(options.address));
  // To give memory back to the kernel after every burst costs a fifth of the
  // calls per second.
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
  // It would write to standard error what clients send.
  google::protobuf::SetLogHandler(nullptr);
  if (options.reflection) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  }
  auto parts =
      std::make_unique<Parts>(options, directory, health, std::move(claim));
  VIGIL_RETURN_IF_ERROR(parts->Listen(options, surfaces, metrics));
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { parts_->Stop(absl::ZeroDuration()); }

const std::string& Server::address() const { return parts_->address(); }

void Server::RecheckCallers() { parts_->RecheckCallers(); }

void Server::Stop(absl::Duration grace_period) { parts_->Stop(grace_period); }

}  // namespace vigil::rpc
