#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

namespace vigil::benchmark {

// What the clients of the benchmark share.

// A connection of its own.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

grpc::ByteBuffer BytesOf(const std::string& text);

// `Bearer <token>`.
const std::string& Authorization();

}  // namespace vigil::benchmark
