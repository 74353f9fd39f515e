#include "services/common/rpc/health.h"

#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/rpc/errors.h"

namespace vigil::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Tells the status at once and whenever it changes.
class StatusSource final : public Source {
 public:
  StatusSource(Health& health, std::string service)
      : health_(health), service_(std::move(service)) {}
  ~StatusSource() override { health_.Forget(this); }

  absl::StatusOr<Next> Pull(google::protobuf::Message& message,
                            std::function<void()> wake) override {
    Health::Status status = health_.StatusOf(service_);
    if (status == seen_) {
      if (health_.OnChange(this, service_, status, std::move(wake))) {
        return Next::kWait;
      }
      status = health_.StatusOf(service_);
    }
    seen_ = status;
    static_cast<HealthCheckResponse&>(message).set_status(status);
    return Next::kMessage;
  }

  // The protocol has none: it would look like a change.
  bool HasHeartbeat() const override { return false; }
  void Heartbeat(google::protobuf::Message& /*message*/) override {}

  absl::Status Farewell() override { return StoppingError(); }

 private:
  Health& health_;
  const std::string service_;
  std::optional<Health::Status> seen_;
};

}  // namespace

void Health::Add(absl::string_view service) {
  MutexLock lock(mutex_);
  services_.emplace(service);
}

void Health::SetServing(bool serving) { Change(serving, false); }

void Health::Stop() { Change(false, true); }

bool Health::serving() const {
  MutexLock lock(mutex_);
  return serving_;
}

void Health::Change(bool serving, bool stop) {
  std::map<const void*, std::function<void()>> wakes;
  {
    MutexLock lock(mutex_);
    stopped_ = stopped_ || stop;
    serving = serving && !stopped_;
    if (serving == serving_) return;
    serving_ = serving;
    wakes.swap(wakes_);
  }
  for (const auto& [watcher, wake] : wakes) wake();
}

Health::Status Health::StatusOf(const std::string& service) const {
  MutexLock lock(mutex_);
  return StatusOfLocked(service);
}

Health::Status Health::StatusOfLocked(const std::string& service) const {
  if (services_.count(service) == 0)
    return HealthCheckResponse::SERVICE_UNKNOWN;
  return serving_ ? HealthCheckResponse::SERVING
                  : HealthCheckResponse::NOT_SERVING;
}

bool Health::OnChange(const void* watcher, const std::string& service,
                      Status seen, std::function<void()> wake) {
  MutexLock lock(mutex_);
  if (StatusOfLocked(service) != seen) return false;
  wakes_[watcher] = std::move(wake);
  return true;
}

void Health::Forget(const void* watcher) {
  std::function<void()> wake;  // Destroyed after the lock is let go.
  MutexLock lock(mutex_);
  const auto found = wakes_.find(watcher);
  if (found == wakes_.end()) return;
  wake = std::move(found->second);
  wakes_.erase(found);
}

Surface Health::MakeSurface() {
  Surface surface(
      HealthCheckRequest::descriptor()->file()->FindServiceByName("Health"));
  surface.Unary<HealthCheckRequest, HealthCheckResponse>(
      "Check", {},
      [this](const Call&, const HealthCheckRequest& request,
             HealthCheckResponse& response) {
        const Status status = StatusOf(request.service());
        if (status == HealthCheckResponse::SERVICE_UNKNOWN) {
          return Error(absl::StatusCode::kNotFound, "SERVICE_UNKNOWN",
                       "this server has no such service");
        }
        response.set_status(status);
        return absl::OkStatus();
      });
  surface.MakePublic();
  surface.ServerStream<HealthCheckRequest, HealthCheckResponse>(
      "Watch", {},
      [this](const Call&, const HealthCheckRequest& request)
          -> absl::StatusOr<std::unique_ptr<Source>> {
        return std::make_unique<StatusSource>(*this, request.service());
      });
  surface.MakePublic();
  return surface;
}

}  // namespace vigil::rpc
