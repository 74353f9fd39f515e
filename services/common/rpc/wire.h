#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

namespace vigil::rpc {

// How messages that the compiler does not know the type of go through gRPC's
// templates, without an extra copy.

// A message on its way out. Not owned; must live until it is written.
struct Outgoing {
  const google::protobuf::Message* message = nullptr;
};

// A message on its way in. Not owned.
struct Incoming {
  google::protobuf::Message* message = nullptr;
};

// Fills `message` from the bytes. False if they are not such a message.
inline bool ParseFrom(grpc::ByteBuffer& bytes,
                      google::protobuf::Message& message) {
  if (!bytes.Valid()) return false;
  grpc::ProtoBufferReader reader(&bytes);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

}  // namespace vigil::rpc

namespace grpc {

template <>
class SerializationTraits<vigil::rpc::Outgoing, void> {
 public:
  static Status Serialize(const vigil::rpc::Outgoing& outgoing,
                          ByteBuffer* bytes, bool* own_buffer) {
    return GenericSerialize<ProtoBufferWriter, google::protobuf::Message>(
        *outgoing.message, bytes, own_buffer);
  }
  // Never asked for: gRPC's templates want it to exist.
  static Status Deserialize(ByteBuffer* /*bytes*/,
                            vigil::rpc::Outgoing* /*outgoing*/) {
    return Status(StatusCode::INTERNAL, "an outgoing message came in");
  }
};

template <>
class SerializationTraits<vigil::rpc::Incoming, void> {
 public:
  static Status Deserialize(ByteBuffer* bytes, vigil::rpc::Incoming* incoming) {
    const bool parsed = vigil::rpc::ParseFrom(*bytes, *incoming->message);
    bytes->Clear();
    if (parsed) return Status::OK;
    return Status(StatusCode::INTERNAL, "the answer is not the right message");
  }
  // Never asked for.
  static Status Serialize(const vigil::rpc::Incoming& /*incoming*/,
                          ByteBuffer* /*bytes*/, bool* /*own_buffer*/) {
    return Status(StatusCode::INTERNAL, "an incoming message went out");
  }
};

}  // namespace grpc
