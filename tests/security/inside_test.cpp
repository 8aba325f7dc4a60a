// A platform, record store or anything else named from outside must not make us call what is inside: names and spellings of this machine and its
// network, tried against a server that listens here and counts who comes.
#include <gtest/gtest.h>

#include "plugin/http/client.hpp"
#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

TEST(Inside, NoSpellingOfThisMachineIsCalled) {
  fakes::TestPlatform platform;
  Outside listening(platform);
  const std::string port = ":" + std::to_string(listening.port()) + "/jwks";
  const auto client = http::make_client({});   // as configured without allow and allow_loopback
  const char* const hosts[] = {"127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "localhost", "LOCALHOST",
                               "localhost.", "a.localhost", "[::1]", "[::]", "0.0.0.0", "0", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
                               "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "168.63.129.16", "192.0.0.192",
                               "127.0.0.1%2f", "evil@127.0.0.1", "127.0.0.1#.example.org", "127.0.0.1\\.example.org"};
  for (const char* host : hosts) {
    for (const char* scheme : {"http://", "https://"}) {
      ports::OutboundRequest request;
      request.url = scheme + std::string(host) + port;
      request.timeout = std::chrono::milliseconds(2000);
      const auto answer = client->send(request);
      ASSERT_FALSE(answer) << request.url;
      EXPECT_EQ(answer.error().code, base::Code::outbound_refused) << request.url << ": " << base::describe(answer.error());
    }
  }
  EXPECT_EQ(listening.requests(), 0);
}

// Another scheme, a foreign method in the URL, a line break: never sent.
TEST(Inside, OnlyWholeWebAddressesAreCalled) {
  fakes::TestPlatform platform;
  Outside listening(platform);
  http::ClientOptions options;
  options.allow_loopback = true;
  const auto client = http::make_client(options);
  const std::string here = "127.0.0.1:" + std::to_string(listening.port());
  const std::vector<std::string> urls = {"file:///etc/passwd", "gopher://" + here + "/x", "ftp://" + here, "//" + here + "/x", here + "/x", "http://" + here + "/x\r\nX: y",
                                 "http://" + here + "/ x", "http://user:pass@" + here + "/", "http://" + here + "/#x", "http:///x", ""};
  for (const std::string& url : urls) {
    ports::OutboundRequest request;
    request.url = url;
    const auto answer = client->send(request);
    ASSERT_FALSE(answer) << url;
    EXPECT_EQ(answer.error().code, base::Code::outbound_refused) << url;
  }
  EXPECT_EQ(listening.requests(), 0);
  ports::OutboundRequest good;
  good.url = "http://" + here + "/jwks";
  EXPECT_TRUE(client->send(good)) << "the server itself works";
}

}  // namespace
}  // namespace preceptor::security
