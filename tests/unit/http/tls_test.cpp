#include <gtest/gtest.h>

#include <sys/socket.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support.hpp"

namespace preceptor::http {
namespace {

using base::Code;
using testing::make_certificate;
using testing::milliseconds;

// A TLS server for `name` whose certificate is its own authority.
struct Secure {
  explicit Secure(const std::string& name, std::size_t body = 0) {
    make_certificate(name, cert, key);
    ServerOptions options;
    options.tls_cert_file = cert;
    options.tls_key_file = key;
    running = testing::serve(
        [body](const ports::HttpRequest& request) { return ports::HttpResponse{200, {}, request.path + request.body + std::string(body, 'x')}; }, options);
  }
  std::string url(const std::string& host) const { return "https://" + host + ":" + std::to_string(running->server->port()) + "/"; }

  testing::TemporaryFolder folder;
  const std::string cert = folder.path("cert.pem"), key = folder.path("key.pem");
  std::unique_ptr<testing::Running> running;
};

// The system's authorities have no part in these tests and take a tenth of a second to read for each client.
[[maybe_unused]] const int kNoSystemAuthorities = ::setenv("SSL_CERT_FILE", "/dev/null", 1);

base::Result<ports::OutboundResponse> call(const std::string& url, const std::string& ca_file, const std::string& proxy = {}, std::size_t body = 0) {
  ClientOptions options;
  options.allow_loopback = true;
  options.ca_file = ca_file;
  options.proxy = proxy;
  ports::OutboundRequest request;
  request.url = url;
  request.method = body ? "POST" : "GET";
  request.body.assign(body, 'y');
  request.timeout = milliseconds(3000);
  return make_client(options)->send(request);
}

TEST(Tls, VerifiedByNameAndByAddress) {
  const Secure named("localhost"), numbered("127.0.0.1");
  for (const auto& good : {call(named.url("localhost"), named.cert), call(numbered.url("127.0.0.1"), numbered.cert)}) {
    ASSERT_TRUE(good) << base::describe(good.error());
    EXPECT_EQ(good->body, "/");
  }
  const struct {
    std::string url, ca, says;
  } refused[] = {{named.url("localhost"), "", "self-signed"},
                 {named.url("localhost"), numbered.cert, "self-signed"},
                 {named.url("127.0.0.1"), named.cert, "IP address mismatch"},
                 {named.url("other.localhost"), named.cert, "ostname mismatch"},
                 {named.url("localhost"), "/no/such/ca.pem", "/no/such/ca.pem"},
                 {named.url("localhost"), named.key, "no PEM certificate"}};
  for (const auto& row : refused) {
    const auto got = call(row.url, row.ca);
    ASSERT_FALSE(got) << row.url << " " << row.ca;
    EXPECT_EQ(got.error().code, Code::outbound_tls) << base::describe(got.error());
    EXPECT_NE(got.error().detail.find(row.says), std::string::npos) << got.error().detail;
  }
}

TEST(Tls, LargeBodiesBothWays) {
  const Secure secure("localhost", 900'000);
  ClientOptions options;
  options.allow_loopback = true;
  options.ca_file = secure.cert;
  auto client = make_client(options);
  ports::OutboundRequest request;
  request.url = secure.url("localhost");
  request.method = "POST";
  request.body.assign(60'000, 'y');
  for (int i = 0; i < 3; ++i) {  // the second and third on the kept connection
    const auto got = client->send(request);
    ASSERT_TRUE(got) << base::describe(got.error());
    EXPECT_EQ(got->body.size(), 960'001u);
  }
}

TEST(Tls, PlainTextToATlsPortIsClosed) {
  const Secure secure("localhost");
  testing::RawClient client(secure.running->server->port());
  client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(testing::status_of(client.read_all()), 0);
  EXPECT_TRUE(call(secure.url("localhost"), secure.cert));
}

TEST(Tls, TlsToAPlainPortIsNamed) {
  auto running = testing::serve([](const ports::HttpRequest&) { return ports::HttpResponse{}; });
  EXPECT_EQ(call("https://localhost:" + std::to_string(running->server->port()) + "/", "").error().code, Code::outbound_tls);
}

TEST(Tls, ReloadKeepsTheOldOnFailure) {
  Secure secure("localhost");
  const testing::TemporaryFolder other;
  std::filesystem::copy_file(secure.cert, other.path("old.pem"));
  std::ofstream(secure.cert, std::ios::trunc) << "nonsense";
  const auto failed = secure.running->server->reload_tls();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Code::tls_unusable);
  EXPECT_NE(failed.error().detail.find(secure.cert), std::string::npos);
  EXPECT_TRUE(call(secure.url("localhost"), other.path("old.pem")));
  make_certificate("localhost", secure.cert, secure.key);
  ASSERT_TRUE(secure.running->server->reload_tls());
  EXPECT_TRUE(call(secure.url("localhost"), secure.cert));
  EXPECT_FALSE(call(secure.url("localhost"), other.path("old.pem")));
}

TEST(Tls, UnusableFilesAreNamed) {
  const testing::TemporaryFolder folder;
  const auto cert = folder.path("a.pem"), key = folder.path("a.key"), cert2 = folder.path("b.pem"), key2 = folder.path("b.key");
  make_certificate("localhost", cert, key);
  make_certificate("localhost", cert2, key2);
  const struct {
    std::string cert, key, says;
  } rows[] = {{cert, "", "tls.key_file"},        {"", key, "tls.cert_file"},
              {folder.path("no"), key, "No such file"}, {cert, folder.path("no"), "No such file"},
              {key, key, "not a PEM certificate"},      {cert, cert, "not an unencrypted PEM private key"},
              {cert, key2, "does not belong"}};
  testing::MemoryLog log;
  for (const auto& row : rows) {
    ServerOptions options;
    options.tls_cert_file = row.cert;
    options.tls_key_file = row.key;
    const auto server = Server::open(options, [](const ports::HttpRequest&) { return ports::HttpResponse{}; }, log);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code, Code::tls_unusable);
    EXPECT_NE(server.error().detail.find(row.says), std::string::npos) << server.error().detail;
  }
}

// Copies bytes both ways until either side ends.
void relay(const Fd& a, const Fd& b) {
  const auto until = Clock::now() + milliseconds(3000);
  char buffer[4096];
  for (bool open = true; open && Clock::now() < until;) {
    for (const auto& [from, to] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
      if (!wait_ready(from->get(), false, Clock::now() + milliseconds(2))) continue;
      const auto count = ::recv(from->get(), buffer, sizeof buffer, 0);
      if (count <= 0 || !testing::write_text(*to, std::string_view(buffer, static_cast<std::size_t>(count)))) open = false;
    }
  }
}

TEST(Proxy, ConnectForHttps) {
  const Secure secure("lrs.example");
  std::string asked;
  testing::ScriptedPeer proxy([&](Fd& socket) {
    asked = testing::read_request(socket);
    auto onward = start_connect(*parse_address("127.0.0.1"), secure.running->server->port());
    wait_ready(onward.socket.get(), true, Clock::now() + milliseconds(1000));
    testing::write_text(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
    relay(socket, onward.socket);
  });
  const auto got = call("https://lrs.example/statements", secure.cert, proxy.url(""));
  ASSERT_TRUE(got) << base::describe(got.error());
  EXPECT_EQ(got->body, "/statements");
  EXPECT_TRUE(asked.starts_with("CONNECT lrs.example:443 HTTP/1.1\r\nHost: lrs.example:443\r\n")) << asked;
}

TEST(Proxy, RefusalsAndTheGuardStillHold) {
  testing::ScriptedPeer refusing([](Fd& socket) {
    testing::read_request(socket);
    testing::write_text(socket, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  const auto got = call("https://lrs.example/", "", refusing.url(""));
  EXPECT_EQ(got.error().code, Code::outbound_connect);
  EXPECT_NE(got.error().detail.find("407"), std::string::npos);
  for (const char* inside : {"https://10.0.0.1/", "https://169.254.169.254/", "https://127.1/", "http://lrs.example/"})
    EXPECT_EQ(call(inside, "", "http://127.0.0.1:9").error().code, Code::outbound_refused) << inside;
  EXPECT_EQ(call("https://lrs.example/", "", "socks5://127.0.0.1:9").error().code, Code::outbound_connect);
}

TEST(Proxy, PlainHttpInAbsoluteForm) {
  std::string asked;
  testing::ScriptedPeer proxy([&](Fd& socket) {
    asked = testing::read_request(socket);
    testing::write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  ClientOptions options;
  options.allow = {"lrs.example"};
  options.proxy = proxy.url("");
  ports::OutboundRequest request;
  request.url = "http://lrs.example:8080/x?y=z";
  const auto got = make_client(options)->send(request);
  ASSERT_TRUE(got) << base::describe(got.error());
  EXPECT_EQ(got->body, "ok");
  EXPECT_TRUE(asked.starts_with("GET http://lrs.example:8080/x?y=z HTTP/1.1\r\nHost: lrs.example:8080\r\n")) << asked;
}

}  // namespace
}  // namespace preceptor::http
