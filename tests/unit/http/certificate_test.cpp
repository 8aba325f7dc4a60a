#include "plugin/http/certificate.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <fstream>

#include "plugin/http/tls_context.hpp"
#include "support.hpp"
#include "tests/fakes/certificates.hpp"

namespace preceptor::http {
namespace {

using base::Code;
using std::chrono::hours;
using std::chrono::seconds;
using testing::milliseconds;

base::Result<Certificate> look(const std::string& host, int port, const std::string& ca_file = {}, const std::string& proxy = {}) {
  ClientOptions options;
  options.ca_file = ca_file;
  options.proxy = proxy;
  return look_at_certificate(*base::parse_url("https://" + host + ":" + std::to_string(port)), options, milliseconds(3000));
}

// A server with a certificate of that authority; what it shows is in cert.pem.
struct Shown {
  Shown(const std::string& certificate, const std::string& key) {
    std::ofstream(folder.path("cert.pem")) << certificate;
    std::ofstream(folder.path("key.pem")) << key;
    ServerOptions options;
    options.tls_cert_file = folder.path("cert.pem");
    options.tls_key_file = folder.path("key.pem");
    running = testing::serve([](const ports::HttpRequest&) { return ports::HttpResponse{}; }, options);
  }
  explicit Shown(const fakes::TestAuthority::Pair& pair) : Shown(pair.certificate, pair.key) {}
  int port() const { return running->server->port(); }
  testing::TemporaryFolder folder;
  std::unique_ptr<testing::Running> running;
};

TEST(Certificate, IsDescribedAndJudged) {
  const testing::TemporaryFolder folder;
  const fakes::TestAuthority authority("Example CA"), unknown("Unknown CA");
  const std::string ca = folder.path("ca.pem");
  std::ofstream(ca) << authority.pem();
  const auto good = authority.issue("localhost", -hours(24), hours(24 * 30));
  const auto by_unknown = unknown.issue("localhost", -hours(24), hours(24));
  const struct {
    fakes::TestAuthority::Pair pair;
    const char* host;
    Trust trust;
    hours left;
    int sent;
  } rows[] = {
      {good, "localhost", Trust::good, hours(24 * 30), 1},
      {{good.certificate + authority.pem(), good.key}, "localhost", Trust::good, hours(24 * 30), 2},
      {authority.issue("127.0.0.1", -hours(1), hours(5)), "127.0.0.1", Trust::good, hours(5), 1},
      {authority.issue("localhost", -hours(48), -hours(24)), "localhost", Trust::expired, -hours(24), 1},
      {authority.issue("localhost", hours(24), hours(48)), "localhost", Trust::not_yet_valid, hours(48), 1},
      {good, "other.localhost", Trust::other_name, hours(24 * 30), 1},
      {good, "127.0.0.1", Trust::other_name, hours(24 * 30), 1},
      {by_unknown, "localhost", Trust::chain_incomplete, hours(24), 1},
      {{by_unknown.certificate + unknown.pem(), by_unknown.key}, "localhost", Trust::self_signed, hours(24), 2},
  };
  const auto now = std::chrono::system_clock::now();
  for (const auto& row : rows) {
    const Shown server(row.pair);
    const auto found = look(row.host, server.port(), ca);
    ASSERT_TRUE(found) << base::describe(found.error());
    EXPECT_EQ(static_cast<int>(found->trust), static_cast<int>(row.trust)) << row.host << ": " << found->reason;
    EXPECT_EQ(found->reason.empty(), row.trust == Trust::good) << found->reason;
    EXPECT_EQ(found->sent, row.sent);
    EXPECT_NE(found->issuer.find(" CA"), std::string::npos) << found->issuer;
    EXPECT_LT(std::chrono::abs(found->until - now - row.left), seconds(60)) << row.host;
    EXPECT_LT(found->from, found->until);
  }
}

TEST(Certificate, WhatCannotBeLookedAtIsNamed) {
  auto plain = testing::serve([](const ports::HttpRequest&) { return ports::HttpResponse{}; });
  EXPECT_EQ(look("localhost", plain->server->port()).error().code, Code::outbound_tls);
  EXPECT_EQ(look("localhost", plain->server->port(), "/no/such/ca.pem").error().code, Code::outbound_tls);
  testing::ScriptedPeer silent([](Fd& socket) {
    char byte = 0;
    wait_ready(socket.get(), false, Clock::now() + milliseconds(500));
    while (::recv(socket.get(), &byte, 1, MSG_DONTWAIT) > 0) {}
  });
  EXPECT_EQ(look("127.0.0.1", silent.port()).error().code, Code::outbound_tls) << "closed without a word";
  const int gone = [] { return testing::serve([](const ports::HttpRequest&) { return ports::HttpResponse{}; })->server->port(); }();
  EXPECT_EQ(look("127.0.0.1", gone).error().code, Code::outbound_connect);
}

TEST(Certificate, IsLookedAtThroughTheProxy) {
  std::string asked;
  testing::ScriptedPeer proxy([&](Fd& socket) {
    asked = testing::read_request(socket);
    testing::write_text(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  const auto found = look("cme.example", 443, "", proxy.url(""));
  EXPECT_EQ(found.error().code, Code::outbound_connect);
  EXPECT_NE(found.error().detail.find("403"), std::string::npos);
  EXPECT_TRUE(asked.starts_with("CONNECT cme.example:443 HTTP/1.1\r\n")) << asked;
}

}  // namespace
}  // namespace preceptor::http
