// Raw sockets, a scripted peer, certificates made on the spot: what the tests of plugin/http share.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/ports/log.hpp"
#include "plugin/http/client.hpp"
#include "plugin/http/server.hpp"
#include "plugin/http/socket.hpp"

namespace preceptor::http::testing {

using std::chrono::milliseconds;

class MemoryLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field> fields) override;
  std::string text() const;  // one line an event: "event name=value ..."

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

// A blocking client that sends exactly the bytes given.
class RawClient {
 public:
  explicit RawClient(int port);
  bool send(std::string_view bytes);
  // What comes until the peer closes, or until `time` has passed.
  std::string read_all(milliseconds time = milliseconds(3000));
  // Reads one answer with Content-Length (none for `head`); empty when the peer closes first.
  std::string read_answer(bool head = false, milliseconds time = milliseconds(3000));
  void close() { socket_ = Fd(); }
  void reset();  // closes with a reset instead of an orderly end
  int fd() const { return socket_.get(); }

 private:
  Fd socket_;
  std::string in_;
};

std::string body_of(const std::string& answer);
int status_of(const std::string& answer);  // 0 when it is none

// One request, one connection; the whole answer.
std::string ask(int port, std::string_view bytes);

struct Running {
  MemoryLog log;
  std::unique_ptr<Server> server;
};
// Opens and starts on a free loopback port; fails the test when it cannot.
std::unique_ptr<Running> serve(Handler handler, ServerOptions options = {});

// A peer that plays `script` once for each connection, on its own thread; accepts `connections`, then ends.
class ScriptedPeer {
 public:
  using Script = std::function<void(Fd& socket)>;
  explicit ScriptedPeer(Script script, int connections = 1);
  ~ScriptedPeer();
  int port() const { return port_; }
  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }

 private:
  Listener listener_;
  int port_;
  std::thread thread_;
};
// Reads until the empty line (and `body_bytes` more).
std::string read_request(const Fd& socket, std::size_t body_bytes = 0);
bool write_text(const Fd& socket, std::string_view text);

// A temporary folder, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Writes a self-signed EC certificate for `name` (a DNS name or an address) and its key as PEM.
void make_certificate(const std::string& name, const std::string& cert_file, const std::string& key_file);

// The least of 200 ms: a joined thread stands in /proc until the kernel has put it away.
int thread_count();
int open_descriptors();

}  // namespace preceptor::http::testing
