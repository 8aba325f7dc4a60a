#include "plugin/http/address.hpp"

#include <gtest/gtest.h>

#include "plugin/http/client.hpp"
#include "plugin/http/forwarded.hpp"
#include "plugin/http/outbound_guard.hpp"

namespace preceptor::http {
namespace {

TEST(Address, PublicTable) {
  for (const char* address : {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700:4700::1111", "64:ff9b::808:808",
                              "2002:808:808::1"})
    EXPECT_TRUE(is_public_address(address)) << address;
  for (const char* address :
       {"127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "203.0.113.5", "224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1",
        "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::", "2001::1", "2001:db8::1", "not an address", "", "8.8.8.8 ", "1.1.1.1%lo"})
    EXPECT_FALSE(is_public_address(address)) << address;
}

TEST(Address, Networks) {
  EXPECT_TRUE(parse_network("10.0.0.0/8")->contains(*parse_address("10.255.0.1")));
  EXPECT_FALSE(parse_network("10.0.0.0/8")->contains(*parse_address("11.0.0.1")));
  EXPECT_TRUE(parse_network("10.0.0.128/25")->contains(*parse_address("10.0.0.200")));
  EXPECT_FALSE(parse_network("10.0.0.128/25")->contains(*parse_address("10.0.0.100")));
  EXPECT_TRUE(parse_network("fd00::/8")->contains(*parse_address("fd12::1")));
  EXPECT_FALSE(parse_network("fd00::/8")->contains(*parse_address("10.0.0.1")));
  EXPECT_TRUE(parse_network("0.0.0.0/0")->contains(*parse_address("9.9.9.9")));
  EXPECT_TRUE(parse_network("::1")->contains(*parse_address("::1")));
  for (const char* text : {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "host/8", ""}) EXPECT_FALSE(parse_network(text)) << text;
}

TEST(Forwarded, WithoutTlsOnlyThisMachineAndTheProxiesMayConnect) {
  const auto trusted = *parse_networks({"10.1.2.0/24", "fd00::/8"});
  for (const char* peer : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3", "fd00::1"})
    EXPECT_TRUE(may_speak_plain(*parse_address(peer), trusted)) << peer;
  for (const char* peer : {"10.1.3.3", "203.0.113.9", "192.168.0.1", "2001:db8::1", "::ffff:203.0.113.9"})
    EXPECT_FALSE(may_speak_plain(*parse_address(peer), trusted)) << peer;
  EXPECT_FALSE(may_speak_plain(*parse_address("10.1.2.3"), {}));
}

TEST(Forwarded, LastUntrustedHop) {
  const auto trusted = *parse_networks({"10.0.0.0/8", "fd00::/8"});
  struct Row {
    const char *peer, *forwarded, *client;
  };
  for (const Row& row : {Row{"10.0.0.1", "203.0.113.9", "203.0.113.9"}, Row{"10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"},
                         Row{"10.0.0.1", "203.0.113.9, 10.0.0.7", "203.0.113.9"}, Row{"10.0.0.1", "10.0.0.8,10.0.0.7", "10.0.0.8"},
                         Row{"10.0.0.1", "203.0.113.9:4711", "203.0.113.9"}, Row{"10.0.0.1", "[2001:db8::1]:80", "2001:db8::1"},
                         Row{"10.0.0.1", "2001:db8::2", "2001:db8::2"}, Row{"10.0.0.1", "1.2.3.4, unknown", "10.0.0.1"},
                         Row{"10.0.0.1", "1.2.3.4, unknown, 10.0.0.7", "10.0.0.7"}, Row{"10.0.0.1", "", "10.0.0.1"},
                         Row{"192.0.2.1", "203.0.113.9", "192.0.2.1"}, Row{"::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"},
                         Row{"fd00::1", "203.0.113.9", "203.0.113.9"}, Row{"10.0.0.1", "[::1", "10.0.0.1"}}) {
    const ports::Headers headers{{"x-forwarded-for", row.forwarded}};
    EXPECT_EQ(client_address(*parse_address(row.peer), headers, trusted), row.client) << row.peer << " " << row.forwarded;
  }
  const ports::Headers two{{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "203.0.113.9"}};
  EXPECT_EQ(client_address(*parse_address("10.0.0.1"), two, trusted), "203.0.113.9");
  EXPECT_EQ(parse_networks({"proxy.example"}).error().code, base::Code::config_value);
}

TEST(OutboundGuard, Table) {
  const OutboundGuard strict({}, false), loopback({}, true), listed({"lrs.internal", "10.0.0.0/8"}, false);
  struct Row {
    const OutboundGuard& guard;
    const char *url, *address;
    bool allowed;
  };
  const Row rows[] = {{strict, "https://lms.example/", "8.8.8.8", true},       {strict, "http://lms.example/", "8.8.8.8", false},
                      {strict, "https://lms.example/", "10.0.0.1", false},     {strict, "https://lms.example/", "127.0.0.1", false},
                      {strict, "https://lms.example/", "::ffff:8.8.8.8", false}, {strict, "http://localhost/", "127.0.0.1", false},
                      {loopback, "http://localhost/", "127.0.0.1", true},      {loopback, "https://x.example/", "::1", true},
                      {loopback, "http://x.example/", "8.8.8.8", false},       {loopback, "https://x.example/", "10.0.0.1", false},
                      {loopback, "https://x.example/", "169.254.169.254", false}, {listed, "https://x.example/", "10.9.9.9", true},
                      {listed, "http://x.example/", "10.9.9.9", false},        {listed, "http://LRS.internal/", "192.168.0.1", true},
                      {listed, "https://lrs.internal/", "127.0.0.1", true},    {listed, "https://x.lrs.internal/", "192.168.0.1", false}};
  for (const auto& row : rows) {
    const auto status = row.guard.check(*base::parse_url(row.url), {*parse_address(row.address)});
    EXPECT_EQ(status.has_value(), row.allowed) << row.url << " " << row.address;
    if (!status) { EXPECT_EQ(status.error().code, base::Code::outbound_refused); }
  }
  // One bad address among good ones is enough: the next connection might get it.
  EXPECT_FALSE(strict.check(*base::parse_url("https://x.example/"), {*parse_address("8.8.8.8"), *parse_address("10.0.0.1")}));
}

TEST(OutboundGuard, OddNumbersAreNoHosts) {
  const OutboundGuard guard({}, false);
  for (const char* host : {"127.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.01", "1.2.3.4.", "a.0x7f"}) {
    base::Url url{"https", host, 443, "/", ""};
    EXPECT_FALSE(guard.check_host(url)) << host;
  }
  for (const char* host : {"lms.example", "1password.example", "8.8.8.8", "::1", "3com"}) {
    base::Url url{"https", host, 443, "/", ""};
    EXPECT_TRUE(guard.check_host(url)) << host;
  }
}

}  // namespace
}  // namespace preceptor::http
