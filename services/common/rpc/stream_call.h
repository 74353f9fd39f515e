#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <array>
#include <chrono>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/admission.h"
#include "services/common/rpc/pump.h"
#include "services/common/rpc/runtime.h"
#include "services/common/rpc/source.h"
#include "services/common/rpc/wire.h"

namespace vigil::rpc {

// One server stream. Whoever holds the turn, one thread at a time, pulls from
// the source, writes, and finishes; between turns the stream is idle or a write
// is on its way. A message is pulled ahead of the one that is written, so that
// gRPC is told whether to wait for more before it sends; no other queue exists.
class StreamCall final : public grpc::ServerWriteReactor<Outgoing>,
                         public Pumped,
                         public std::enable_shared_from_this<StreamCall> {
 public:
  // Answers a call. The stream keeps itself until gRPC is done with it.
  static StreamCall* Begin(const Route& route,
                           grpc::CallbackServerContext& context,
                           const grpc::ByteBuffer& request);

  StreamCall(const Route& route, const grpc::CallbackServerContext& context)
      : route_(route), admission_(route), context_(context) {}

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  void Advance() override;
  bool TakeTurnIfSilent(
      std::chrono::steady_clock::time_point silent_since) override;
  bool TakeTurnIfUnwelcome() override;
  bool TakeTurnToStop() override;

 private:
  enum class Turn {
    kHeld,     // By the thread that is in `Advance`, or about to be.
    kIdle,     // Nobody's: nothing to do.
    kWriting,  // gRPC's: `OnWriteDone` takes it back.
    kEnded,
  };
  enum class Ahead { kNothing, kMessage, kEnd };

  absl::Status Open(grpc::CallbackServerContext& context,
                    const grpc::ByteBuffer& request);
  void Wake();
  Ahead Pull(int slot);
  // Reads what other threads ask for. True if the stream must end, with
  // `status`.
  bool MustEnd(absl::Status& status);
  // Nothing to write: goes idle, or sends the heartbeat that is due. False if
  // the turn is given up.
  bool Settle();
  void Write(bool more);
  void End(const absl::Status& status);
  google::protobuf::Message& MessageAt(int slot);

  const Route& route_;
  Admission admission_;
  Call call_;
  const grpc::CallbackServerContext& context_;  // gRPC's, until `OnDone`.
  std::shared_ptr<StreamCall> self_;

  // Of whoever holds the turn.
  std::unique_ptr<Source> source_;
  std::array<std::unique_ptr<google::protobuf::Message>, 2> messages_;
  Outgoing outgoing_;
  int slot_ = 0;
  Ahead ahead_ = Ahead::kNothing;  // In the slot that `slot_` names.
  absl::Status last_;              // What ends the stream after `kEnd`.
  bool waiting_ = false;           // The source has a `wake` to call.
  bool read_ahead_ = true;
  bool first_ = true;  // Nothing has been written yet.

  Mutex mutex_;
  Turn turn_ ABSL_GUARDED_BY(mutex_) = Turn::kHeld;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status dismissal_ ABSL_GUARDED_BY(mutex_);
  bool heartbeat_due_ ABSL_GUARDED_BY(mutex_) = false;
  std::chrono::steady_clock::time_point written_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::rpc
