#include "services/launcher/redis_conf.h"

#include "absl/strings/str_cat.h"

namespace vigil::launcher {
namespace {

// A value in double quotes, as Redis reads it.
std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string RedisConf(absl::string_view directory, absl::string_view socket) {
  return absl::StrCat(
      "# Written by vigil at each start.\n"
      "port 0\n"
      "unixsocket ",
      Quoted(socket),
      "\n"
      "unixsocketperm 700\n"
      "dir ",
      Quoted(directory),
      "\n"
      "daemonize no\n"
      "supervised systemd\n"  // Says READY=1 to the launcher.
      "logfile \"\"\n"
      "databases 1\n"
      "save \"\"\n"
      "appendonly yes\n"
      "appendfsync always\n"
      "no-appendfsync-on-rewrite no\n"
      "aof-load-truncated yes\n"
      "maxmemory-policy noeviction\n"
      "enable-debug-command no\n"
      "enable-module-command no\n");
}

}  // namespace vigil::launcher
