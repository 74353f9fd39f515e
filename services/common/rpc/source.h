#pragma once

#include <google/protobuf/message.h>

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::rpc {

// Where the messages of a server stream come from. The server asks for one at a
// time, the next when the last has left: nothing queues up for a slow client.
// Calls never overlap; they must not block.
class Source {
 public:
  enum class Next {
    kMessage,  // The message is filled in; ask again.
    kWait,     // Nothing yet; `wake` will be called.
    kEnd,      // The stream ends with OK.
  };

  virtual ~Source() = default;

  // Fills in the next message, or keeps `wake` and calls it once, from any
  // thread, when asking again is worthwhile. `wake` may be called late, even
  // when the stream has ended. An error ends the stream.
  virtual absl::StatusOr<Next> Pull(google::protobuf::Message& message,
                                    std::function<void()> wake) = 0;

  // Whether silence is broken by a message; most sources say where the head is.
  virtual bool HasHeartbeat() const { return true; }

  // Fills in the message that is sent after 20 s of silence.
  virtual void Heartbeat(google::protobuf::Message& message) = 0;

  // Returns what a stream that the server must end is to say: `UNAVAILABLE`,
  // reason `STOPPING`, with the place to resume from (`last_revision` or
  // `last_sequence`) as metadata.
  virtual absl::Status Farewell() = 0;
};

// Where the messages of a client stream go. Calls never overlap.
class Sink {
 public:
  virtual ~Sink() = default;

  // Takes a message. An error ends the call with it.
  virtual absl::Status Push(const google::protobuf::Message& message) = 0;

  // The client has sent everything: fills in `response`, which lives until
  // `done` is called, exactly once, from any thread.
  virtual void Finish(google::protobuf::Message& response,
                      std::function<void(absl::Status)> done) = 0;
};

}  // namespace vigil::rpc
