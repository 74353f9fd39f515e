#pragma once

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "services/common/identity/directory.h"
#include "services/common/identity/token.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/health.h"
#include "services/common/rpc/metrics.h"
#include "services/common/rpc/server.h"
#include "tests/integration/common/rpc/echo.h"
#include "tests/support/status_matchers.h"
#include "vigil/test/v1/echo_service.pb.h"

namespace vigil {

constexpr char kSay[] = "vigil.test.v1.EchoService/Say";
constexpr char kSayLater[] = "vigil.test.v1.EchoService/SayLater";
constexpr char kCount[] = "vigil.test.v1.EchoService/Count";
constexpr char kSum[] = "vigil.test.v1.EchoService/Sum";

// A server of its own for each test, on a socket in a directory of its own, and
// two who may call it.
class EchoServerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string directory = testing::TempDir() + "/vigil-XXXXXX";
    ASSERT_NE(mkdtemp(directory.data()), nullptr);
    options_.address = "unix:" + directory + "/s";
    AddPrincipal("partners/demo", identity::v1::ROLE_PARTNER, partner_token_);
    AddPrincipal("editors/alice", identity::v1::ROLE_EDITOR, editor_token_);
    WriteFile(directory + "/key", absl::BytesToHexString(key_));
    principals_path_ = directory + "/principals";
    WritePrincipals();
    auto opened =
        identity::Directory::Open(principals_path_, directory + "/key");
    ASSERT_TRUE(IsOk(opened));
    directory_ = *std::move(opened);
  }

  void Start() {
    auto server = rpc::Server::Start(options_, *directory_, {&surface_},
                                     health_, metrics_);
    ASSERT_TRUE(IsOk(server));
    server_ = *std::move(server);
    health_.SetServing(true);
  }

  std::unique_ptr<rpc::Client> ClientOf(const std::string& token) {
    return std::make_unique<rpc::Client>(
        rpc::ClientOptions{.address = server_->address(), .token = token});
  }
  std::unique_ptr<rpc::Client> Partner() { return ClientOf(partner_token_); }
  std::unique_ptr<rpc::Client> Editor() { return ClientOf(editor_token_); }

  // Forgets somebody, also on disk, and has the server notice.
  void Dismiss(const std::string& name) {
    auto* const principals = principals_.mutable_principals();
    principals->erase(std::remove_if(principals->begin(), principals->end(),
                                     [&name](const auto& principal) {
                                       return principal.name() == name;
                                     }),
                      principals->end());
    WritePrincipals();
    ASSERT_TRUE(IsOk(directory_->Reload()));
    server_->RecheckCallers();
  }

  void AddPrincipal(const std::string& name, identity::Role role,
                    const std::string& token) {
    auto* principal = principals_.add_principals();
    principal->set_name(name);
    principal->set_role(role);
    principal->set_token_hash(identity::HexHashToken(key_, token));
  }

  void WritePrincipals() {
    std::string json;
    ASSERT_TRUE(
        google::protobuf::util::MessageToJsonString(principals_, &json).ok());
    WriteFile(principals_path_, json);
  }

  static void WriteFile(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
    chmod(path.c_str(), S_IRUSR | S_IWUSR);
  }

  const std::string key_ = std::string(identity::kKeySize, 'k');
  const std::string partner_token_ = identity::GenerateToken();
  const std::string editor_token_ = identity::GenerateToken();
  identity::v1::Principals principals_;
  std::string principals_path_;
  std::unique_ptr<identity::Directory> directory_;
  Echo echo_;
  const rpc::Surface surface_ = echo_.MakeSurface();
  rpc::Health health_;
  rpc::Metrics metrics_;
  rpc::ServerOptions options_;
  std::unique_ptr<rpc::Server> server_;
};

inline test::v1::SayRequest SayRequestOf(const std::string& text) {
  test::v1::SayRequest request;
  request.set_text(text);
  return request;
}

inline test::v1::CountRequest CountRequestOf(int64_t last, int padding = 0) {
  test::v1::CountRequest request;
  request.set_last(last);
  request.set_padding(padding);
  return request;
}

// Waits until `condition()` holds; false if it does not within 10 s.
template <typename Condition>
bool Eventually(Condition condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

}  // namespace vigil
