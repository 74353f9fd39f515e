#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>

namespace vigil::api {

// Returns a message of a type of its own, since no service's messages are for
// tests of what all services share:
//
//   message <type> {
//     string parent = 1;  string filter = 2;
//     int32 page_size = 3;  string page_token = 4;
//     map<string, string> labels = 5;  string etag = 6;
//   }
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& type);

// Fills in a message from protobuf's text format.
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& type,
                                                      const std::string& text);

}  // namespace vigil::api
