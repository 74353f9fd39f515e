#include "tests/benchmark/suite.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/benchmark/child.h"

namespace vigil::benchmark {
namespace {

constexpr char kClock[] = "2026-11-23T08:00:00Z";

std::string VigilProgram() { return ProgramDirectory() + "/vigil"; }

}  // namespace

VigilSuite::VigilSuite(const std::string& directory)
    : scratch_(directory),
      launcher_({VigilProgram(), "--data", InData(""), "up", "--clock", kClock},
                absl::StrCat(scratch_.path(), "/launcher.log")) {}

VigilSuite::~VigilSuite() { launcher_.Stop(); }

std::string VigilSuite::InData(const std::string& path) const {
  return absl::StrCat(scratch_.path(), "/data", path.empty() ? "" : "/", path);
}

absl::Status VigilSuite::Fill(const std::string& reference) {
  const absl::Time give_up_time = absl::Now() + absl::Seconds(60);
  const std::string log = absl::StrCat(scratch_.path(), "/import.log");
  while (Child({VigilProgram(), "--data", InData(""), "import", "--quiet",
                reference},
               log)
             .Wait() != 0) {
    if (absl::Now() > give_up_time || !launcher_.IsRunning()) {
      return absl::UnavailableError(
          "the suite does not start, or does not take the reference data");
    }
    absl::SleepFor(absl::Milliseconds(100));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<rpc::Client>> VigilSuite::Connect(
    const std::string& service, const std::string& who) const {
  std::string token;
  if (!(std::ifstream(InData("tokens/" + who)) >> token)) {
    return absl::NotFoundError("there is no token of " + who);
  }
  return std::make_unique<rpc::Client>(rpc::ClientOptions{
      .address = absl::StrCat("unix:", InData("run/"), service, ".sock"),
      .token = token});
}

}  // namespace vigil::benchmark
