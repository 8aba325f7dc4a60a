#include "support.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace preceptor::http::testing {

void MemoryLog::write(ports::Level, std::string_view event, std::initializer_list<Field> fields) {
  const std::lock_guard lock(mutex_);
  text_ += event;
  for (const auto& [name, value] : fields) text_ += " " + std::string(name) + "=" + value;
  text_ += "\n";
}

std::string MemoryLog::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

RawClient::RawClient(int port) {
  auto attempt = start_connect(*parse_address("127.0.0.1"), port);
  socket_ = std::move(attempt.socket);
  if (socket_) { EXPECT_TRUE(wait_ready(socket_.get(), true, Clock::now() + milliseconds(2000))); }
}

bool RawClient::send(std::string_view bytes) { return write_text(socket_, bytes); }

std::string RawClient::read_all(milliseconds time) {
  const auto until = Clock::now() + time;
  char buffer[4096];
  while (wait_ready(socket_.get(), false, until)) {
    const auto count = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (count <= 0) break;
    in_.append(buffer, static_cast<std::size_t>(count));
  }
  return std::exchange(in_, {});
}

std::string RawClient::read_answer(bool head, milliseconds time) {
  const auto until = Clock::now() + time;
  char buffer[4096];
  for (;;) {
    const auto end = in_.find("\r\n\r\n");
    if (end != in_.npos) {
      const auto at = in_.find("Content-Length: ");
      const auto length = head || at > end ? 0 : std::stoul(in_.substr(at + 16));
      if (in_.size() >= end + 4 + length) {
        const auto answer = in_.substr(0, end + 4 + length);
        in_.erase(0, answer.size());
        return answer;
      }
    }
    if (!wait_ready(socket_.get(), false, until)) return {};
    const auto count = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (count <= 0) return {};
    in_.append(buffer, static_cast<std::size_t>(count));
  }
}

void RawClient::reset() {
  const linger now{1, 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == answer.npos ? std::string() : answer.substr(end + 4);
}

int status_of(const std::string& answer) { return answer.starts_with("HTTP/1.1 ") ? std::atoi(answer.c_str() + 9) : 0; }

std::string ask(int port, std::string_view bytes) {
  RawClient client(port);
  client.send(bytes);
  return client.read_answer();
}

std::unique_ptr<Running> serve(Handler handler, ServerOptions options) {
  auto running = std::make_unique<Running>();
  auto server = Server::open(std::move(options), std::move(handler), running->log);
  if (!server) {
    ADD_FAILURE() << base::describe(server.error());
    std::abort();
  }
  running->server = std::move(*server);
  running->server->start();
  return running;
}

ScriptedPeer::ScriptedPeer(Script script, int connections) : listener_(std::move(*open_listener("127.0.0.1:0"))), port_(listener_.port) {
  thread_ = std::thread([this, script = std::move(script), connections] {
    for (int i = 0; i < connections; ++i) {
      // A test that connects less often ends after this long.
      if (!wait_ready(listener_.socket.get(), false, Clock::now() + milliseconds(2000))) return;
      Fd socket(::accept4(listener_.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (socket) script(socket);
    }
  });
}

ScriptedPeer::~ScriptedPeer() { thread_.join(); }

std::string read_request(const Fd& socket, std::size_t body_bytes) {
  const auto until = Clock::now() + milliseconds(3000);
  std::string in;
  char buffer[4096];
  for (;;) {
    const auto end = in.find("\r\n\r\n");
    if (end != in.npos && in.size() >= end + 4 + body_bytes) return in;
    if (!wait_ready(socket.get(), false, until)) return in;
    const auto count = ::recv(socket.get(), buffer, sizeof buffer, 0);
    if (count <= 0) return in;
    in.append(buffer, static_cast<std::size_t>(count));
  }
}

bool write_text(const Fd& socket, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EAGAIN || !wait_ready(socket.get(), true, Clock::now() + milliseconds(3000))) return false;
  }
  return true;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-http-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data()) ? pattern : std::string();
  EXPECT_FALSE(path_.empty());
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

void make_certificate(const std::string& name, const std::string& cert_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* cert = X509_new();
  X509_set_version(cert, 2);
  static std::atomic<long> serial{1};
  ASN1_INTEGER_set(X509_get_serialNumber(cert), serial++);
  X509_gmtime_adj(X509_getm_notBefore(cert), -60);
  X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
  X509_set_pubkey(cert, key);
  X509_NAME* subject = X509_get_subject_name(cert);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(cert, subject);
  const std::string alternative = (parse_address(name) ? "IP:" : "DNS:") + name;
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative.c_str());
  X509_add_ext(cert, names, -1);
  X509_EXTENSION_free(names);
  EXPECT_GT(X509_sign(cert, key, EVP_sha256()), 0);
  std::FILE* out = std::fopen(cert_file.c_str(), "w");
  PEM_write_X509(out, cert);
  std::fclose(out);
  out = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(out);
  X509_free(cert);
  EVP_PKEY_free(key);
}

namespace {
int entries(const char* folder) {
  int count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}
}  // namespace

int thread_count() {
  int least = entries("/proc/self/task");
  for (int look = 0; look < 20; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    least = std::min(least, entries("/proc/self/task"));
  }
  return least;
}
int open_descriptors() { return entries("/proc/self/fd"); }

}  // namespace preceptor::http::testing
